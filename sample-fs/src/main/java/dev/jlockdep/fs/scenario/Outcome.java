package dev.jlockdep.fs.scenario;

import java.util.Locale;

/** How a run ended, apart from what jlockdep said. */
record Outcome(End end, String detail) {
  enum End {
    /** Ran through, data as expected. */
    COMPLETED,
    /** The owner was stuck for good; the runner freed it afterwards. */
    HUNG,
    /** Data was lost or a count went wrong, as the scenario's check tells. */
    CORRUPTED,
    /** jlockdep threw before the wait that would have hung. */
    CUT_SHORT,
    /** Neither: a defect of the sample. */
    BROKEN
  }

  String text() {
    return end.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
