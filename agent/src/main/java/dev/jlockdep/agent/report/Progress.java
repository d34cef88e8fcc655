package dev.jlockdep.agent.report;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says now and then how far a long reading is; quick ones say nothing. One thread only.
 */
public final class Progress {
  /** Says nothing. */
  public static final Progress NONE = new Progress(line -> { });

  private static final long SILENT_NANOS = 2_000_000_000L;
  /** Lines between looks at the clock. */
  private static final int LINES_MASK = 8191;

  private final Consumer<String> out;
  private final LongSupplier clock;
  private long said;
  private int file;
  private int files;
  private Path path;
  private long lines;

  public Progress(Consumer<String> out) {
    this(out, System::nanoTime);
  }

  /** @param clock in nanoseconds */
  Progress(Consumer<String> out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
    said = clock.getAsLong();
  }

  /** So many files are to come. */
  public void begin(int count) {
    files = count;
    file = 0;
  }

  /** The next file begins. */
  public void file(Path next) {
    path = next;
    file++;
    lines = 0;
    look();
  }

  /** One more line of it was read. */
  public void line() {
    if ((++lines & LINES_MASK) == 0) {
      look();
    }
  }

  private void look() {
    long now = clock.getAsLong();
    if (now - said >= SILENT_NANOS) {
      said = now;
      out.accept("jlockdep: reading dump " + file + " of " + files + ": " + path
          + (lines == 0 ? "" : ", line " + lines));
    }
  }
}
