package dev.jlockdep.internal.check;

import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;

/** What reports say of a hold that outlives the call that took it. */
final class Duties {
  private Duties() {}

  /** Adds where the hold began, where it was handed over, and to whom. */
  static void describe(HeldEntry e, List<String> lines) {
    if ((e.meta & ThreadState.TICKET) != 0 && e.duty != null) {
      describe(e.duty, lines);
    }
  }

  static void describe(Duty d, List<String> lines) {
    StackTraceElement[] began = d.began();
    if (began != null && began.length > 0) {
      lines.add("the hold began at " + began[0] + " on " + d.beganBy);
    }
    StackTraceElement[] over = d.handedOver();
    if (d.handedTo != null) {
      String at = over != null && over.length > 0 ? " at " + over[0] : "";
      lines.add(
          "handed over to " + d.handedTo + " (by " + d.handedBy + at
              + "): it must run the release");
    }
  }
}
