package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.baseline.BaselineEntry;
import dev.jlockdep.agent.report.Names;
import dev.jlockdep.agent.report.Splat;
import java.nio.charset.StandardCharsets;

/**
 * A job summary: the verdict, a table of findings, the circles drawn, stacks folded away. Hosts
 * refuse summaries above one megabyte, so stacks go first when there are too many.
 */
public final class MarkdownSummary {
  static final int BYTES_MAX = 900_000;
  private static final int CHARTS = 10;

  private MarkdownSummary() {}

  /** The summary as Markdown. */
  public static String of(Report report) {
    String head = head(report);
    StringBuilder out = new StringBuilder(head);
    int charts = 0;
    for (FindingCard card : report.cards()) {
      String details = details(card, charts < CHARTS && card.sides().size() > 1);
      if (bytes(out) + bytes(details) > BYTES_MAX) {
        out.append("\nMore findings are in the full report; this summary is at its size limit.\n");
        break;
      }
      charts++;
      out.append(details);
    }
    return out.toString();
  }

  private static int bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static String head(Report report) {
    StringBuilder out = new StringBuilder();
    out.append("## jlockdep: ").append(report.verdict()).append("\n\n");
    out.append(cell(report.counts())).append("\n\n");
    for (String problem : report.problems()) {
      out.append("* **not validated**: ").append(cell(problem)).append('\n');
    }
    for (BaselineEntry entry : report.stale()) {
      out.append("* stale in the baseline, can be pruned: `").append(entry.id()).append("`\n");
    }
    if (!report.cards().isEmpty()) {
      out.append("\n| finding | level | circle | at | test | |\n|---|---|---|---|---|---|\n");
    }
    int rows = 0;
    for (FindingCard card : report.cards()) {
      if (rows++ == 200) {
        out.append("| ... | | ").append(report.cards().size() - 200).append(" more | | | |\n");
        break;
      }
      row(card, out);
    }
    return out.append('\n').toString();
  }

  private static void row(FindingCard card, StringBuilder out) {
    out.append("| ").append(card.finding().fingerprint());
    out.append(" | ").append(card.finding().level());
    out.append(" | ").append(cell(card.finding().cycle()));
    out.append(" | ").append(cell(Names.position(card.position())));
    out.append(" | ").append(cell(card.finding().test()));
    out.append(" | ").append(card.failing() ? "**fails**" : "");
    out.append(cell(card.judgement().accepted() ? card.judgement().text("") : ""));
    out.append(" |\n");
  }

  private static String details(FindingCard card, boolean chart) {
    StringBuilder out = new StringBuilder();
    out.append("### ").append(cell(card.title())).append("\n\n");
    out.append(cell(card.closedBy() + "; " + card.seenIn())).append("\n\n");
    for (Side side : card.sides()) {
      out.append("* ").append(cell(side.title())).append(" holds ");
      out.append(code(Side.lock(side.dependency().held()))).append(" (");
      out.append(code(Names.position(side.dependency().heldPosition()))).append(") and wants ");
      out.append(code(Side.lock(side.dependency().requested()))).append(" (");
      out.append(code(Names.position(side.dependency().requestPosition()))).append(")\n");
    }
    for (String evidence : card.finding().evidence()) {
      out.append("* evidence: ").append(cell(evidence)).append('\n');
    }
    for (String help : card.help()) {
      out.append("* help: ").append(cell(help)).append('\n');
    }
    if (chart) {
      out.append("\n```mermaid\n").append(MermaidWriter.of(card)).append("```\n");
    }
    out.append("\n<details><summary>stacks</summary>\n\n```\n");
    out.append(Splat.of(card.finding(), card.run()).replace("```", "'''"));
    return out.append("```\n\n</details>\n\n").toString();
  }

  private static String code(String text) {
    return "`" + text.replace('`', '\'') + "`";
  }

  /** One line that no table or markup falls over. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("`", "'").replaceAll("\\s+", " ");
  }
}
