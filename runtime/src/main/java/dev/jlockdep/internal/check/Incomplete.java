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

  /** The first exception inside jlockdep with its innermost frame, or an empty string. */
  public static String firstError() {
    Throwable t = Errors.first();
    if (t == null) {
      return "";
    }
    StackTraceElement[] frames = t.getStackTrace();
    return t + (frames.length > 0 ? " at " + frames[0] : "");
  }
}
