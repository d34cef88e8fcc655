package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.Fingerprint;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;

/** Findings that say a part of the run was not validated. */
public final class Incomplete {
  private Incomplete() {}

  /** A bound was reached. Repeated calls are cheap. */
  public static void report(String what, int bound, String property) {
    publish(
        what,
        "the bound of " + bound + " " + what + " was reached"
            + (property.startsWith("dev.") ? "; raise it with -D" + property + "=N" : ""));
  }

  /** A type that could not be woven: worth a warning, the rest of the program is watched. */
  public static void notWoven(String type, String why) {
    publish(
        "type " + type, type + " could not be woven and is not watched: " + why, Level.POSSIBLE);
  }

  /** Anything else that was not watched; {@code what} names it stably. */
  public static void publish(String what, String message) {
    publish(what, message, Level.LIKELY);
  }

  private static void publish(String what, String message, Level level) {
    String fp = Fingerprint.of("INCOMPLETE", List.of(what));
    if (Findings.known(fp, level)) {
      return;
    }
    Thread t = Thread.currentThread();
    Findings.publish(
        new Finding(
            FindingKind.INCOMPLETE, level, fp, message, List.of(), List.of(), List.of(),
            new StackTraceElement[0], t.getName(), t.getId(), "", List.of(),
            Findings.failing(level, false), System.currentTimeMillis()));
  }

  /** What hooks could only count when it happened, said at the end of the run. */
  public static void atEnd() {
    if (Errors.count() > 0) {
      publish(
          "internal errors", Errors.count() + " errors inside jlockdep, the first: " + firstError());
    }
    if (ThreadState.memoryMissed()) {
      publish("thread states", "there was no memory to watch some thread; give the JVM more heap");
    }
    if (Errors.overflows() > 0 || ThreadState.stackMissed()) {
      // the program's own doing, and as a rule a test's intention: no reason to fail
      publish(
          "stack overflows",
          "at the end of a thread's stack requests were not looked at; raise -Xss if that was not"
              + " meant",
          Level.POSSIBLE);
    }
    if (Sites.refused() > 0) {
      report("places in woven code", Limits.SITES_MAX, "dev.jlockdep.max.sites");
    }
    if (Findings.refused() > 0) {
      report("findings", Limits.FINDINGS_MAX, "dev.jlockdep.max.findings");
    }
  }

  /** The first exception inside jlockdep with its innermost frame, or an empty string. */
  private static String firstError() {
    Throwable t = Errors.first();
    if (t == null) {
      return "";
    }
    StackTraceElement[] frames = t.getStackTrace();
    return t + (frames.length > 0 ? " at " + frames[0] : "");
  }
}
