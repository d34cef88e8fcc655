package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.Fingerprint;
import java.util.List;

/** Findings that say a part of the run was not validated. */
public final class Incomplete {
  private Incomplete() {}

  /** A bound was reached. Repeated calls are cheap. */
  static void report(String what, int bound, String property) {
    publish(
        what,
        "the bound of " + bound + " " + what + " was reached; raise it with -D" + property + "=N");
  }

  /** Anything else that was not watched; {@code what} names it stably. */
  public static void publish(String what, String message) {
    String fp = Fingerprint.of("INCOMPLETE", List.of(what));
    if (Findings.known(fp, Level.LIKELY)) {
      return;
    }
    Thread t = Thread.currentThread();
    Findings.publish(
        new Finding(
            FindingKind.INCOMPLETE, Level.LIKELY, fp, message, List.of(), List.of(), List.of(),
            new StackTraceElement[0], t.getName(), t.getId(), "", List.of(),
            Findings.failing(Level.LIKELY, false), System.currentTimeMillis()));
  }
}
