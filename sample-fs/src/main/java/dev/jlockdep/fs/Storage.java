package dev.jlockdep.fs;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a device keeps its bytes. Used by the device thread only, so it needs no lock. */
interface Storage extends Closeable {
  long size() throws IOException;

  void read(long position, ByteBuffer into) throws IOException;

  void write(long position, ByteBuffer from) throws IOException;

  void flush() throws IOException;

  /** A file of {@code size} bytes, made or extended; an existing longer file keeps its length. */
  static Storage file(Path path, long size) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    if (channel.size() < size) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
    return new InFile(channel);
  }

  static Storage memory(int size) {
    return new InMemory(new byte[size]);
  }

  /** Bytes in a file. */
  final class InFile implements Storage {
    private final FileChannel channel;

    InFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
      long at = position;
      while (into.hasRemaining()) {
        int n = channel.read(into, at);
        if (n < 0) {
          throw new EOFException("read past the end of the device at " + at);
        }
        at += n;
      }
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
      long at = position;
      while (from.hasRemaining()) {
        at += channel.write(from, at);
      }
    }

    @Override
    public void flush() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Bytes in an array. */
  final class InMemory implements Storage {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void read(long position, ByteBuffer into) {
      into.put(bytes, Math.toIntExact(position), into.remaining());
    }

    @Override
    public void write(long position, ByteBuffer from) {
      from.get(bytes, Math.toIntExact(position), from.remaining());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
