package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.Fingerprint;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.List;

/** Findings about one operation of one thread: a broken rule and where, no order of locks. */
public final class Plain {
  private Plain() {}

  /**
   * Publishes one, found by the calling thread just now. Never throws.
   *
   * @param about what the fingerprint is made of, beside the kind
   * @param declared whether all lock classes on it are declared through the API
   * @return the finding when the configuration wants it thrown, else null
   */
  public static Finding report(
      ThreadState s,
      FindingKind kind,
      Level level,
      List<String> about,
      String message,
      List<String> classes,
      List<String> evidence,
      boolean declared) {
    StackTraceElement[] stack = {};
    s.busy++;
    try {
      stack = Stacks.fromPosition(Stacks.trim(new Throwable()));
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
    return report(s, kind, level, about, message, classes, evidence, declared, stack);
  }

  /** As above, where {@code stack} begins at the position of the operation. */
  static Finding report(
      ThreadState s,
      FindingKind kind,
      Level level,
      List<String> about,
      String message,
      List<String> classes,
      List<String> evidence,
      boolean declared,
      StackTraceElement[] stack) {
    s.busy++;
    try {
      String fp = Fingerprint.of(kind.name(), about);
      if (Findings.known(fp, level)) {
        return null;
      }
      Validator.heal(s, s.depth());
      Validator.resolveFully(s);
      Finding f =
          new Finding(
              kind, level, fp, message, classes, List.of(), Held.of(s, s.depth()), stack,
              s.thread.getName(), s.thread.getId(), s.task().test, new ArrayList<>(evidence),
              Findings.failing(level, declared), System.currentTimeMillis());
      return Findings.toThrow(s, f) ? f : null;
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  /** The API was called in a way that cannot be meant. */
  public static void misuse(ThreadState s, String what, String message) {
    report(
        s, FindingKind.BAD_RELEASE, Level.LIKELY, List.of(what), message, List.of(what), List.of(),
        true);
  }
}
