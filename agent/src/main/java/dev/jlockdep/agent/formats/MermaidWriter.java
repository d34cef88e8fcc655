package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.Names;
import java.util.ArrayList;
import java.util.List;

/** The circle of a finding as a Mermaid flowchart, which many Markdown viewers draw. */
public final class MermaidWriter {
  private MermaidWriter() {}

  /** All findings, one chart each. */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder();
    for (FindingCard card : report.cards()) {
      out.append(of(card));
    }
    return out.toString();
  }

  /** One chart; the dependency that closed the circle is thick. */
  public static String of(FindingCard card) {
    StringBuilder out = new StringBuilder("flowchart LR\n");
    out.append("  %% ").append(plain(card.title())).append('\n');
    List<String> classes = new ArrayList<>(card.finding().classes());
    for (Side side : card.sides()) {
      add(classes, side.dependency().held().lockClass());
      add(classes, side.dependency().requested().lockClass());
    }
    for (int i = 0; i < classes.size(); i++) {
      out.append("  n").append(i).append("[\"").append(text(Names.brief(classes.get(i))));
      out.append("\"]\n");
    }
    for (Side side : card.sides()) {
      out.append("  n").append(classes.indexOf(side.dependency().held().lockClass()));
      out.append(side.now() ? " ==>|\"" : " -->|\"");
      out.append(text(side.column())).append("<br/>");
      out.append(text(Names.position(side.dependency().requestPosition())));
      out.append("\"| n").append(classes.indexOf(side.dependency().requested().lockClass()));
      out.append('\n');
    }
    return out.toString();
  }

  private static void add(List<String> classes, String name) {
    if (!classes.contains(name)) {
      classes.add(name);
    }
  }

  private static String text(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : plain(text).toCharArray()) {
      // numbers of characters, as Mermaid wants them; what is safe in a quoted text stays
      boolean safe = Character.isLetterOrDigit(c) || " .,:_-/@$+!?'*=".indexOf(c) >= 0;
      out.append(safe ? String.valueOf(c) : "#" + (int) c + ";");
    }
    return out.toString();
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
