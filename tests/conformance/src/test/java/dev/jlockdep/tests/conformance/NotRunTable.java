package dev.jlockdep.tests.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The printed table of the rows that are not run, one line for each group and reason. */
final class NotRunTable {
  private final Trials trials;

  NotRunTable(Trials trials) {
    this.trials = trials;
  }

  String text() {
    Map<String, List<Row>> byReason = new LinkedHashMap<>();
    trials.notRun().forEach((row, reason) ->
        byReason.computeIfAbsent(row.group() + " | " + reason, key -> new ArrayList<>()).add(row));
    StringBuilder out = new StringBuilder("Conformance rows not run:\n");
    out.append("rows | ids | group | reason\n");
    byReason.forEach((groupAndReason, rows) ->
        out.append(String.format("%4d | %s | %s%n", rows.size(), ranges(rows), groupAndReason)));
    int run = trials.run().size();
    int notRun = trials.notRun().size();
    out.append(String.format("run %d (as %d tests on each JVM) + not run %d = %d rows%n",
        run, trials.all().size(), notRun, run + notRun));
    return out.toString();
  }

  private static String ranges(List<Row> rows) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (from < rows.size()) {
      int to = from;
      while (to + 1 < rows.size() && rows.get(to + 1).id() == rows.get(to).id() + 1) {
        to++;
      }
      out.append(out.length() == 0 ? "" : ",").append(rows.get(from).id());
      out.append(to == from ? "" : "-" + rows.get(to).id());
      from = to + 1;
    }
    return out.toString();
  }
}
