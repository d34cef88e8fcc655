package dev.jlockdep.hooks;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.Retry;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.OpenScope;
import dev.jlockdep.internal.check.Plain;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;

/** A loop that tries again, and how often it did so without getting on. */
public final class Retries extends OpenScope implements Retry {
  /** One try, and one more after what was in the way was put right. */
  public static final int SAME_PROGRESS_MAX = 2;

  private final String key;
  private final int attemptsMax;
  private long last;
  private int same;
  private int attempts;

  private Retries(ThreadState s, String key, int attemptsMax) {
    super(s);
    this.key = key;
    this.attemptsMax = attemptsMax;
  }

  public static Retry open(String key, int attemptsMax) {
    return new Retries(ThreadState.current(), key, Math.max(1, attemptsMax));
  }

  @Override
  public void attempt(long progress) {
    try {
      ThreadState s = Declared.ready();
      if (s == null) {
        return;
      }
      if (s != opener() || isClosed()) {
        Plain.misuse(s, what(), s.thread.getName() + " tries in the " + what() + ", which "
            + (isClosed() ? "is closed" : opener().thread.getName() + " opened"));
        return;
      }
      attempts++;
      same = attempts > 1 && progress == last ? same + 1 : 1;
      last = progress;
      if (same > attemptsMax) {
        Probe.fail(
            Plain.report(
                s, FindingKind.LIVELOCK, Level.LIKELY, List.of(key),
                key + ": " + same + " attempts at the same progress " + progress, List.of(),
                List.of(
                    "attempt " + attempts + " of this loop; more than " + attemptsMax
                        + " at the same progress, and no fallback"),
                true));
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  @Override
  public void fellBack() {
    attempts = 0;
    same = 0;
  }

  @Override
  protected String what() {
    return "retry " + key;
  }
}
