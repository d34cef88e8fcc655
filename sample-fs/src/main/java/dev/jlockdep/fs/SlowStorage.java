package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/** Takes its time for each request: as much as it is told, and as much again for each block. */
final class SlowStorage implements Storage {
  /** Lets time pass; on the device thread. */
  interface Pause {
    void nanos(long nanos);
  }

  private final Storage under;
  private final long nanos;
  private final Pause pause;

  SlowStorage(Storage under, long nanos) {
    this(under, nanos, SlowStorage::sleep);
  }

  /** @param pause instead of real time */
  SlowStorage(Storage under, long nanos, Pause pause) {
    this.under = under;
    this.nanos = nanos;
    this.pause = pause;
  }

  private static void sleep(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void delay(int bytes) {
    int blocks = (bytes + BlockDevice.BLOCK_BYTES - 1) / BlockDevice.BLOCK_BYTES;
    pause.nanos(nanos * (1 + blocks));
  }

  @Override
  public long size() throws IOException {
    return under.size();
  }

  @Override
  public void read(long position, ByteBuffer into) throws IOException {
    delay(into.remaining());
    under.read(position, into);
  }

  @Override
  public void write(long position, ByteBuffer from) throws IOException {
    delay(from.remaining());
    under.write(position, from);
  }

  @Override
  public void flush() throws IOException {
    delay(0);
    under.flush();
  }

  @Override
  public void close() throws IOException {
    under.close();
  }
}
