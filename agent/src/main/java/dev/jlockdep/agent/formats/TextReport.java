package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.Names;
import dev.jlockdep.agent.report.Splat;
import java.util.ArrayList;
import java.util.List;

/**
 * Findings for a terminal: a short card for each, in the order a reader asks, and the splat with all
 * stacks below it. ASCII only.
 */
public final class TextReport {
  private static final int WIDEST = 118;
  private static final int NARROWEST = 24;
  private static final int GAP = 2;

  private final Sources sources;
  private final Style style;
  private final int frames;
  private final StringBuilder out = new StringBuilder();

  /** @param frames of each stack in the splat; 0: no splats */
  public TextReport(Sources sources, Style style, int frames) {
    this.sources = sources;
    this.style = style;
    this.frames = frames;
  }

  /** The findings, and the verdict in the last line. */
  public String of(Report report) {
    for (FindingCard card : report.cards()) {
      card(card);
      if (frames > 0) {
        out.append(Splat.of(card.finding(), card.run(), frames)).append('\n');
      }
    }
    if (report.cards().isEmpty()) {
      line("no findings");
    }
    String verdict = report.verdict();
    String shown = verdict.equals("clean") ? style.good(verdict) : style.bad(verdict);
    line("jlockdep: " + shown + ": " + report.counts());
    return out.toString();
  }

  private void card(FindingCard card) {
    String title = "jlockdep " + card.severity() + ": " + card.title();
    line((card.failing() ? style.bad(title) : style.strong(title))
        + "   [" + card.judgement().text(card.finding().level()) + "]");
    line("  " + brief(card));
    line("  " + card.closedBy() + "; " + card.seenIn());
    line("");
    if (card.sides().isEmpty()) {
      line("  " + card.finding().message());
      excerpt("  ", card.position()).forEach(this::line);
    } else {
      sides(card);
    }
    line("");
    card.finding().evidence().forEach(evidence -> line("  evidence: " + evidence));
    card.help().forEach(help -> line("  " + style.good("help:") + " " + help));
    if (!card.suppress().isEmpty()) {
      line("  in code: " + card.suppress());
    }
    line("  accept: " + card.accept());
    line("");
  }

  private static String brief(FindingCard card) {
    List<String> names = new ArrayList<>();
    for (String name : card.finding().classes()) {
      names.add(Names.brief(name));
    }
    if (names.isEmpty()) {
      return card.finding().message();
    }
    if (card.sides().isEmpty()) {
      return String.join(", ", names);
    }
    names.add(names.get(0));
    return String.join(" -> ", names);
  }

  /** One column for each task where that fits, else one below the other. */
  private void sides(FindingCard card) {
    List<List<String>> columns = new ArrayList<>();
    int count = card.sides().size();
    int room = (WIDEST - GAP * count) / count;
    for (Side side : card.sides()) {
      columns.add(column(side, room));
    }
    int width = 0;
    for (List<String> column : columns) {
      for (String cell : column) {
        width = Math.max(width, cell.length() + GAP);
      }
    }
    if (room < NARROWEST || width * count > WIDEST + GAP) {
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          line("");
        }
        columns.get(i).forEach(cell -> line("  " + cell));
      }
      return;
    }
    beside(columns, width);
  }

  private void beside(List<List<String>> columns, int width) {
    int rows = columns.stream().mapToInt(List::size).max().orElse(0);
    for (int row = 0; row < rows; row++) {
      StringBuilder text = new StringBuilder("  ");
      for (List<String> column : columns) {
        String cell = row < column.size() ? column.get(row) : "";
        text.append(cell).append(" ".repeat(width - cell.length()));
      }
      line(text.toString().stripTrailing());
    }
  }

  private List<String> column(Side side, int room) {
    List<String> cells = new ArrayList<>();
    cells.add(side.title());
    cells.add("-".repeat(Math.min(room, Math.max(12, side.title().length()))));
    cells.add("holds  " + Side.lock(side.dependency().held()));
    cells.add("       " + Names.position(side.dependency().heldPosition()));
    cells.add("wants  " + Side.lock(side.dependency().requested()));
    cells.add("       " + Names.position(side.dependency().requestPosition()));
    for (String line : excerpt("", side.dependency().requestPosition())) {
      cells.add(line.length() > room ? line.substring(0, room - 3) + "..." : line);
    }
    return cells;
  }

  private List<String> excerpt(String indent, String position) {
    List<String> lines = new ArrayList<>();
    for (Sources.Line line : sources.excerpt(position, 2, 0)) {
      lines.add(indent + (line.marked() ? "> " : "  ") + String.format("%4d", line.number()) + " | "
          + line.text());
    }
    return lines;
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
