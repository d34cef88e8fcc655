package dev.jlockdep.fs.nio;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lock on a part of a file, until it is released or its channel closed. */
final class SampleFileLock extends FileLock {
  private final OpenFile file;
  private final AtomicBoolean released = new AtomicBoolean();

  SampleFileLock(FileChannel channel, OpenFile file, long position, long size, boolean shared) {
    super(channel, position, size, shared);
    this.file = file;
  }

  SampleFileLock(
      AsynchronousFileChannel channel, OpenFile file, long position, long size, boolean shared) {
    super(channel, position, size, shared);
    this.file = file;
  }

  @Override
  public boolean isValid() {
    return !released.get() && acquiredBy().isOpen();
  }

  @Override
  public void release() throws IOException {
    Channel channel = acquiredBy();
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    if (released.compareAndSet(false, true)) {
      file.unlocked(this);
    }
  }
}
