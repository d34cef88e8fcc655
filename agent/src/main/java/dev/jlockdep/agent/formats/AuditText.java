package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.AuditRecord;
import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.Names;
import java.util.List;

/** Guarded operations for a terminal: under which locks each ran, how often, and from where. */
public final class AuditText {
  private static final int FRAMES_MAX = 3;
  private final StringBuilder out = new StringBuilder();

  private AuditText() {}

  /** One block for each operation; an empty string when there is none. */
  public static String of(DumpSet dumps) {
    AuditText text = new AuditText();
    for (Dump dump : dumps.dumps()) {
      dump.audits().forEach(text::audit);
    }
    return text.out.toString();
  }

  private void audit(AuditRecord audit) {
    line("audit: " + audit.operation() + ", " + audit.calls() + " calls" + guard(audit));
    for (AuditRecord.Held set : audit.held()) {
      line("  " + set.count() + " with "
          + (set.locks().isEmpty() ? "no lock" : String.join(", ", set.locks())));
      for (List<String> path : set.paths()) {
        line("    " + String.join(" <- ", path.stream().limit(FRAMES_MAX).map(Names::position)
            .toList()));
      }
    }
    line("");
  }

  private static String guard(AuditRecord audit) {
    if (!audit.required().isEmpty()) {
      return ", needs " + audit.required() + ", " + audit.violations() + " without";
    }
    return audit.inferred().isEmpty() ? "" : ": " + audit.inferred();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
