package dev.jlockdep.fs.scenario;

import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The finding a faulty run must give.
 *
 * @param heldAt {@code Type.method} where the lock was taken
 * @param requestedAt {@code Type.method} that asked for it again
 */
record Expected(FindingKind kind, List<String> classes, String heldAt, String requestedAt) {
  boolean matches(Finding finding) {
    return finding.kind() == kind
        && new TreeSet<>(finding.classes()).equals(new TreeSet<>(classes))
        && (heldAt.isEmpty() || at(finding, true).contains(heldAt))
        && (requestedAt.isEmpty() || at(finding, false).contains(requestedAt));
  }

  /** Where the locks of a finding were taken, or where they were asked for. */
  private static Set<String> at(Finding finding, boolean held) {
    Set<String> places = new TreeSet<>();
    for (Dependency d : finding.dependencies()) {
      places.add(position((held ? d.held() : d.requested()).position()));
    }
    if (finding.dependencies().isEmpty() && finding.stack().length > 0) {
      places.add(position(finding.stack()[0]));
    }
    return places;
  }

  String text() {
    return kind + " " + String.join(",", classes) + " " + heldAt + " > " + requestedAt;
  }

  static String text(Finding finding) {
    StringBuilder text = new StringBuilder(finding.kind() + " ");
    text.append(String.join(",", finding.classes()));
    if (!finding.dependencies().isEmpty()) {
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
