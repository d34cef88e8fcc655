package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.RwSem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/** A channel to a file. The calls without a position exclude each other. */
final class SampleFileChannel extends FileChannel {
  private static final int TRANSFER_BYTES = 64 << 10;

  private final OpenFile file;
  private final RwSem positionLock = new RwSem("nio_position", this);
  private long position; // guarded by positionLock

  SampleFileChannel(OpenFile file) {
    this.file = file;
  }

  /** A call on the file, with the rules for interrupted threads and channels closed meanwhile. */
  private interface Call {
    long run() throws IOException;
  }

  private long interruptibly(Call call) throws IOException {
    boolean completed = false;
    try {
      begin();
      if (!isOpen()) {
        return -1;
      }
      long result = call.run();
      completed = true;
      return result;
    } finally {
      end(completed);
    }
  }

  private long atPosition(Call call) throws IOException {
    positionLock.lockWrite();
    try {
      requireOpen();
      return interruptibly(call);
    } finally {
      positionLock.unlockWrite();
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    requireOpen();
    file.requireReadable();
    OpenFile.checkFillable(into);
    return (int) atPosition(() -> advance(file.read(position, into)));
  }

  private long advance(long n) {
    position += Math.max(0, n);
    return n;
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    OpenFile.checkFillable(into);
    OpenFile.checkPosition(at);
    file.requireReadable();
    requireOpen();
    return (int) interruptibly(() -> file.read(at, into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    requireOpen();
    file.requireReadable();
    for (int i = offset; i < offset + length; i++) {
      OpenFile.checkFillable(into[i]);
    }
    return atPosition(
        () -> {
          long done = 0;
          for (int i = offset; i < offset + length; i++) {
            int room = into[i].remaining();
            long n = advance(file.read(position, into[i]));
            if (n < 0) {
              return done == 0 ? -1 : done;
            }
            done += n;
            if (n < room) {
              break;
            }
          }
          return done;
        });
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    requireOpen();
    file.requireWritable();
    Objects.requireNonNull(from);
    return (int) atPosition(() -> writeHere(from));
  }

  private long writeHere(ByteBuffer from) throws IOException {
    int n = from.remaining();
    if (file.appends()) {
      position = file.append(from) + n;
      return n;
    }
    return advance(file.write(position, from));
  }

  @Override
  public int write(ByteBuffer from, long at) throws IOException {
    Objects.requireNonNull(from);
    OpenFile.checkPosition(at);
    file.requireWritable();
    requireOpen();
    return (int)
        interruptibly(
            () -> {
              int n = from.remaining();
              if (file.appends()) {
                file.append(from); // as on Linux, whatever the position
                return n;
              }
              return file.write(at, from);
            });
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    requireOpen();
    file.requireWritable();
    return atPosition(
        () -> {
          long done = 0;
          for (int i = offset; i < offset + length; i++) {
            done += writeHere(from[i]);
          }
          return done;
        });
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return atPosition(() -> file.appends() ? file.size() : position);
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    requireOpen();
    OpenFile.checkPosition(newPosition);
    atPosition(() -> position = newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return interruptibly(file::size);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    requireOpen();
    if (size < 0) {
      throw new IllegalArgumentException("negative size " + size);
    }
    file.requireWritable();
    atPosition(
        () -> {
          file.truncate(size);
          position = Math.min(position, size);
          return 0;
        });
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    requireOpen();
    interruptibly(
        () -> {
          file.force();
          return 0;
        });
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    requireOpen();
    if (!target.isOpen()) {
      throw new ClosedChannelException();
    }
    file.requireReadable();
    requireWritable(target);
    checkTransfer(from, count);
    // of what is there now: the target may be this file
    long wantedBytes = Math.min(count, file.size() - from);
    long done = 0;
    while (done < wantedBytes) {
      ByteBuffer part = ByteBuffer.allocate((int) Math.min(TRANSFER_BYTES, wantedBytes - done));
      if (read(part, from + done) <= 0) {
        break;
      }
      int wanted = part.flip().remaining();
      int n = target.write(part);
      done += n;
      if (n < wanted) {
        break;
      }
    }
    return done;
  }

  private static void requireWritable(WritableByteChannel target) {
    if (target instanceof SampleFileChannel sample) {
      sample.file.requireWritable();
    }
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
    requireOpen();
    if (!source.isOpen()) {
      throw new ClosedChannelException();
    }
    file.requireWritable();
    if (source instanceof SampleFileChannel sample) {
      sample.file.requireReadable();
    }
    checkTransfer(at, count);
    if (at > size()) {
      return 0;
    }
    long done = 0;
    while (done < count) {
      ByteBuffer part = ByteBuffer.allocate((int) Math.min(TRANSFER_BYTES, count - done));
      if (source.read(part) <= 0) {
        break;
      }
      part.flip();
      int wanted = part.remaining();
      while (part.hasRemaining()) {
        done += write(part, at + done);
      }
      if (wanted < part.capacity()) {
        break;
      }
    }
    return done;
  }

  private static void checkTransfer(long position, long count) {
    if (position < 0 || count < 0) {
      throw new IllegalArgumentException("transfer of " + count + " bytes at " + position);
    }
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) throws IOException {
    requireOpen();
    return MappedCopy.of(this, file, mode, at, size);
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) throws IOException {
    return tryLock(at, size, shared);
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) throws IOException {
    requireOpen();
    return file.locked(new SampleFileLock(this, file, at, size, shared));
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.fs().closed(this);
    file.close(this);
  }
}
