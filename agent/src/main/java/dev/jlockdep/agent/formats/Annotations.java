package dev.jlockdep.agent.formats;

import java.nio.file.Path;

/**
 * Workflow commands that put findings beside the code of a pull request. Hosts show ten of a kind, so
 * there are ten at most; the rest is in the summary.
 */
public final class Annotations {
  static final int MOST = 10;

  private Annotations() {}

  /** One line each, the failing ones first; {@code base}: the folder that paths are relative to. */
  public static String of(Report report, Sources sources, Path base) {
    StringBuilder out = new StringBuilder();
    int written = 0;
    for (FindingCard card : report.cards()) {
      if (card.judgement().accepted() || card.severity().equals("note")) {
        continue;
      }
      if (written++ == MOST) {
        out.append("::notice title=jlockdep::more findings are in the report\n");
        break;
      }
      annotation(card, sources, base, out);
    }
    for (String problem : report.problems()) {
      out.append("::error title=jlockdep::").append(message(problem)).append('\n');
    }
    return out.toString();
  }

  private static void annotation(
      FindingCard card, Sources sources, Path base, StringBuilder out) {
    StackTraceElement frame = Sources.frame(card.position());
    out.append("::").append(card.severity()).append(' ');
    if (frame.getFileName() != null && frame.getLineNumber() > 0) {
      out.append("file=").append(property(path(card.position(), sources, base)));
      out.append(",line=").append(frame.getLineNumber()).append(',');
    }
    out.append("title=").append(property(card.title())).append("::");
    out.append(message(card.finding().cycle() + "\n" + String.join("\n", card.help())));
    out.append('\n');
  }

  /** Relative to the base where the source file is below it, else as the package says. */
  static String path(String position, Sources sources, Path base) {
    Path file = sources.file(position);
    if (file != null && file.toAbsolutePath().startsWith(base.toAbsolutePath())) {
      Path relative = base.toAbsolutePath().relativize(file.toAbsolutePath());
      return relative.toString().replace('\\', '/');
    }
    return Sources.relative(Sources.frame(position));
  }

  private static String message(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return message(text).replace(":", "%3A").replace(",", "%2C");
  }
}
