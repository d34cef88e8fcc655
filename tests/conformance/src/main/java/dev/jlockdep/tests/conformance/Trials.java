package dev.jlockdep.tests.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every row of the data as its trials, or the reason why it has none. */
final class Trials {
  private final Map<Row, List<Trial>> run = new LinkedHashMap<>();
  private final Map<Row, String> notRun = new LinkedHashMap<>();

  Trials(RowTable table) {
    for (Row row : table.rows()) {
      List<Trial> trials = trials(row);
      if (trials.isEmpty()) {
        notRun.put(row, NotRun.reason(row));
      } else {
        run.put(row, trials);
      }
    }
  }

  private static List<Trial> trials(Row row) {
    if (row.jvmExtra()) {
      return JvmRows.trials(row);
    }
    return row.meaningful() ? KernelRows.trials(row) : List.of();
  }

  Map<Row, List<Trial>> run() {
    return run;
  }

  Map<Row, String> notRun() {
    return notRun;
  }

  List<Trial> all() {
    List<Trial> all = new ArrayList<>();
    run.values().forEach(all::addAll);
    return all;
  }
}
