package dev.jlockdep.fs.scenario;

import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import java.util.List;

/**
 * The finding a faulty run must give.
 *
 * @param heldAt {@code Type.method} where the lock was taken
 * @param requestedAt {@code Type.method} that asked for it again
 */
record Expected(FindingKind kind, List<String> classes, String heldAt, String requestedAt) {
  boolean matches(Finding finding) {
    return finding.kind() == kind
        && finding.classes().equals(classes)
        && !finding.dependencies().isEmpty()
        && matches(finding.dependencies().get(0));
  }

  private boolean matches(Dependency dependency) {
    return heldAt.equals(position(dependency.held().position()))
        && requestedAt.equals(position(dependency.requested().position()));
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
