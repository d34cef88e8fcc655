package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.InodeType;
import dev.jlockdep.fs.UserBuffer;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.Objects;

/** What both kinds of channels do: an open file, how it was opened, and its locks. */
final class OpenFile {
  private final SampleFileSystem fs;
  private final Inode inode;
  private final Options.Open options;
  private final Path deleteOnClose;

  /** @param deleteOnClose null for no */
  OpenFile(SampleFileSystem fs, Inode inode, Options.Open options, Path deleteOnClose) {
    this.fs = fs;
    this.inode = inode;
    this.options = options;
    this.deleteOnClose = deleteOnClose;
  }

  SampleFileSystem fs() {
    return fs;
  }

  long size() {
    return inode.size();
  }

  void requireReadable() {
    if (!options.read()) {
      throw new NonReadableChannelException();
    }
  }

  void requireWritable() {
    if (!options.write()) {
      throw new NonWritableChannelException();
    }
  }

  boolean appends() {
    return options.has(java.nio.file.StandardOpenOption.APPEND);
  }

  /** The bytes read, -1 at the end. */
  int read(long position, ByteBuffer into) throws IOException {
    if (inode.type() == InodeType.DIRECTORY) {
      throw new IOException("Is a directory"); // it can be opened, as on Unix
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    int n = file().read(position, UserBuffer.of(into));
    if (n > 0) {
      into.position(into.position() + n);
    }
    return n;
  }

  int write(long position, ByteBuffer from) throws IOException {
    int n = from.hasRemaining() ? file().write(position, readable(from)) : 0;
    written(from, n);
    return n;
  }

  /** Where the bytes came to be. */
  long append(ByteBuffer from) throws IOException {
    int n = from.remaining();
    long at = n == 0 ? size() : file().append(readable(from));
    written(from, n);
    return at;
  }

  private static UserBuffer readable(ByteBuffer from) {
    return UserBuffer.of(from.duplicate());
  }

  private void written(ByteBuffer from, int n) throws IOException {
    from.position(from.position() + n);
    if (options.synchronous() && n > 0) {
      file().fsync();
    }
  }

  void truncate(long size) throws IOException {
    if (size < size()) {
      file().truncate(size);
    }
  }

  /** Makes the file so long, if it is not. */
  void extendTo(long size) throws IOException {
    if (size <= size()) {
      return;
    }
    if (!options.write()) {
      throw new IOException(
          "a file of " + size() + " bytes, opened to read, cannot be extended to " + size);
    }
    // not by truncate, which would cut off what others append meanwhile
    Vfs.fallocate(fs.mounted(), inode, size - 1, 1);
  }

  void force() throws IOException {
    file().fsync();
  }

  private File file() {
    return fs.mounted().file(inode);
  }

  /** A lock of {@code channel}; an overlap with another is an error. */
  <T extends FileLock> T locked(T lock) {
    if (lock.isShared()) {
      requireReadable();
    } else {
      requireWritable();
    }
    fs.locks().add(inode, lock);
    return lock;
  }

  void unlocked(FileLock lock) {
    fs.locks().remove(inode, lock);
  }

  void close(Channel channel) throws IOException {
    fs.locks().removeAll(inode, channel);
    if (fs.isOpen()) {
      fs.names().put(inode);
      if (deleteOnClose != null) {
        java.nio.file.Files.deleteIfExists(deleteOnClose);
      }
    }
  }

  static void checkPosition(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("negative position " + position);
    }
  }

  static void checkFillable(ByteBuffer buffer) {
    if (Objects.requireNonNull(buffer).isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
  }
}
