package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.LockStatRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Lock statistics as a table, in the order and the columns of the kernel's lock_stat: what was waited
 * for longest comes first. All runs together.
 */
public final class LockStatText {
  private static final List<String> HEAD =
      List.of(
          "contentions", "wait min", "wait max", "wait total", "acquisitions", "hold min",
          "hold max", "hold total", "hold avg");
  private static final int GAP = 2;

  private LockStatText() {}

  /** The table, or one line that says what to do to get one. */
  public static String of(DumpSet dumps) {
    if (dumps.lockStats().isEmpty()) {
      return "no lock statistics in these dumps: run with the agent option lockStats=true\n";
    }
    List<LockStatRecord> stats = new ArrayList<>(dumps.lockStats());
    stats.sort(
        Comparator.comparingLong(LockStatRecord::waitTotal)
            .thenComparingLong(LockStatRecord::acquisitions)
            .reversed()
            .thenComparing(stat -> dumps.className(stat.lockClass())));
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("lock class", HEAD));
    for (LockStatRecord stat : stats) {
      rows.add(row(
          dumps.className(stat.lockClass()) + (stat.shared() ? " (shared)" : ""),
          List.of(
              Long.toString(stat.contentions()), time(stat.waitMin()), time(stat.waitMax()),
              time(stat.waitTotal()), Long.toString(stat.acquisitions()), time(stat.holdMin()),
              time(stat.holdMax()), time(stat.holdTotal()),
              time(stat.holds() == 0 ? 0 : stat.holdTotal() / stat.holds()))));
    }
    return lines(rows);
  }

  private static List<String> row(String first, List<String> rest) {
    List<String> row = new ArrayList<>();
    row.add(first);
    row.addAll(rest);
    return row;
  }

  /** The first column to the left, numbers to the right. */
  private static String lines(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(row.get(0)).append(" ".repeat(widths[0] - row.get(0).length()));
      for (int i = 1; i < widths.length; i++) {
        text.append(" ".repeat(GAP + widths[i] - row.get(i).length())).append(row.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** In the unit that a person would choose; a dash for none. */
  static String time(long nanos) {
    if (nanos == 0) {
      return "-";
    }
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
    }
    if (nanos < 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }
}
