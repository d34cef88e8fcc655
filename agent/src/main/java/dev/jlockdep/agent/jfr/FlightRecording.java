package dev.jlockdep.agent.jfr;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.report.FindingReporter;
import dev.jlockdep.agent.report.Stderr;

/** Switches the events on. Loads without the module {@code jdk.jfr}, as the other types do not. */
public final class FlightRecording {
  private FlightRecording() {}

  /** Makes the events known to Flight Recorder; on failure says so and goes on. */
  public static void start(FindingReporter reporter) {
    try {
      JfrEvents events = JfrEvents.register(reporter);
      reporter.watch(events);
      LockdepControl.waitListener(events);
    } catch (RuntimeException | LinkageError e) {
      Stderr.line("jlockdep: jfr=true has no effect, this JVM has no Flight Recorder (add the module"
          + " jdk.jfr, as with --add-modules jdk.jfr): " + e);
    }
  }
}
