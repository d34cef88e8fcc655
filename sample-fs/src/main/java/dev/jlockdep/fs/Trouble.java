package dev.jlockdep.fs;

import java.io.IOException;
import java.util.Random;

/**
 * A device that is slow and, between {@link #begin} and {@link #end}, fails to transfer data now and
 * then: a read or write does nothing, or a write does a part. It spares metadata, because one failure
 * of the journal would end all changes. Thread-safe.
 */
public final class Trouble {
  public static final String MESSAGE = "the medium is bad";
  private static final int SHORT_ONE_IN = 3;
  private final Random random;
  private final int oneIn;
  private final long latencyNanos;
  private volatile boolean on;

  /**
   * @param oneIn how many transfers of data there are for one that fails
   * @param latencyNanos of each request, and of each of its blocks
   */
  public Trouble(long seed, int oneIn, long latencyNanos) {
    this.random = new Random(seed);
    this.oneIn = oneIn;
    this.latencyNanos = latencyNanos;
  }

  public void begin() {
    on = true;
  }

  /** What comes now is transferred. */
  public void end() {
    on = false;
  }

  /** Wraps what the device is made of. */
  Storage around(Storage good) {
    return new SlowStorage(new FaultyStorage(good, this::next), latencyNanos);
  }

  private void next(Bio.Op op, long position, boolean metadata) throws IOException {
    if (!on || metadata || op == Bio.Op.FLUSH || random.nextInt(oneIn) != 0) {
      return;
    }
    if (op == Bio.Op.WRITE && random.nextInt(SHORT_ONE_IN) == 0) {
      throw new FaultyStorage.ShortWrite(MESSAGE, BlockDevice.BLOCK_BYTES / 2);
    }
    throw new IOException(MESSAGE);
  }
}
