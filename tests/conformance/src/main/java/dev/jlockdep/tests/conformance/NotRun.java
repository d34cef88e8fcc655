package dev.jlockdep.tests.conformance;

/** Why a row is not run. */
final class NotRun {
  private NotRun() {}

  /** The reason for a row without trials; throws when there is none, for then it should run. */
  static String reason(Row row) {
    if (!row.jvmExtra() && row.partial()) {
      return partial(row);
    }
    if (!row.jvmExtra() && !row.meaningful()) {
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
