package dev.jlockdep.tests.conformance;

import java.util.Map;

/** Why a row is not run. */
final class NotRun {
  private static final Map<String, String> JVM_ROWS = Map.of(
      "jvm_await_releases",
      "needs wait findings: which notifier needs which lock",
      "jvm_future_under_lock",
      "needs wait findings: completion of a future as an event",
      "jvm_pool_self_wait",
      "needs wait findings: a pool as a task queue");

  private NotRun() {}

  /** The reason for a row without trials; throws when there is none, for then it should run. */
  static String reason(Row row) {
    if (row.jvmExtra()) {
      if (JVM_ROWS.containsKey(row.test())) {
        return JVM_ROWS.get(row.test());
      }
    } else if (row.partial()) {
      return partial(row);
    } else if (!row.meaningful()) {
      return "not meaningful on the JVM: " + row.mapping();
    }
    throw new IllegalArgumentException("no reason not to run row " + row);
  }

  private static String partial(Row row) {
    if (row.group().equals("wait context")) {
      return "needs declared contexts (which wait is legal where)";
    }
    return "a JVM lock is not initialised again: needs tracking of the field that holds it";
  }
}
