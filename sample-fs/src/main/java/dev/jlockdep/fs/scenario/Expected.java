package dev.jlockdep.fs.scenario;

import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The finding a run must give.
 *
 * @param kind null where there must be none
 * @param heldAt {@code Type.method} where the lock was taken
 * @param requestedAt {@code Type.method} that asked for it again
 */
record Expected(FindingKind kind, List<String> classes, String heldAt, String requestedAt) {
  /** Nothing: correct code, or a bug that no lock would tell. */
  static final Expected SILENCE = new Expected(null, List.of(), "", "");

  static Expected recursion(String lockClass, String heldAt, String requestedAt) {
    return new Expected(FindingKind.RECURSION, List.of(lockClass), heldAt, requestedAt);
  }

  static Expected cycle(List<String> classes, String heldAt, String requestedAt) {
    return new Expected(FindingKind.CYCLE, classes, heldAt, requestedAt);
  }

  /** @param at where the operation ran without the lock */
  static Expected unguarded(String lockClass, String at) {
    return new Expected(FindingKind.UNGUARDED, List.of(lockClass), "", at);
  }

  boolean silence() {
    return kind == null;
  }

  boolean fits(List<Finding> findings) {
    return silence() ? findings.isEmpty() : findings.stream().anyMatch(this::matches);
  }

  boolean matches(Finding finding) {
    return finding.kind() == kind
        && new TreeSet<>(finding.classes()).equals(PlainLocks.names(classes))
        && (heldAt.isEmpty() || PlainLocks.inUse() || at(finding, true).contains(heldAt))
        && (requestedAt.isEmpty() || at(finding, false).contains(requestedAt));
  }

  /** Where the locks of a finding were taken, or where they were asked for. */
  private static Set<String> at(Finding finding, boolean held) {
    Set<String> places = new TreeSet<>();
    for (Dependency d : finding.dependencies()) {
      StackTraceElement at = (held ? d.held() : d.requested()).position();
      StackTraceElement[] stack = held ? d.heldStack() : d.requestStack();
      places.add(position(PlainLocks.outside(at, stack)));
    }
    if (finding.dependencies().isEmpty() && finding.stack().length > 0) {
      places.add(position(finding.stack()[0]));
    }
    return places;
  }

  String text() {
    return silence() ? "silence" : kind + " " + String.join(",", classes) + " " + heldAt + " > " + requestedAt;
  }

  static String text(Finding finding) {
    StringBuilder text = new StringBuilder(finding.kind() + " ");
    text.append(String.join(",", finding.classes()));
    if (finding.dependencies().isEmpty()) {
      text.append(finding.stack().length == 0 ? "" : " " + position(finding.stack()[0]));
    } else {
      Dependency first = finding.dependencies().get(0);
      text.append(' ').append(position(first.held().position()));
      text.append(" > ").append(position(first.requested().position()));
    }
    return text.toString();
  }

  private static String position(StackTraceElement frame) {
    if (frame == null) {
      return "?";
    }
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
  }
}
