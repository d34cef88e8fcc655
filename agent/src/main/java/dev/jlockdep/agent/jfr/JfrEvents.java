package dev.jlockdep.agent.jfr;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.FindingReporter;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.WaitListener;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/** Turns findings, and long waits where lock statistics are taken, into events. */
final class JfrEvents
    implements Consumer<FindingRecord>, WaitListener, FlightRecorderListener {
  private final FindingReporter reporter;

  private JfrEvents(FindingReporter reporter) {
    this.reporter = reporter;
  }

  /** Makes the events known to Flight Recorder. */
  static JfrEvents register(FindingReporter reporter) {
    // types and their registration now, not on a thread that holds the program's locks
    new FindingEvent().isEnabled();
    new IncompleteEvent().isEnabled();
    new LongWaitEvent().isEnabled();
    JfrEvents events = new JfrEvents(reporter);
    FlightRecorder.addListener(events);
    return events;
  }

  /** A recording begins with the findings so far: they may be older than it. */
  @Override
  public void recordingStateChanged(Recording recording) {
    if (recording.getState() != RecordingState.RUNNING) {
      return;
    }
    LockdepControl.pause();
    try {
      reporter.findings().forEach(this);
    } finally {
      LockdepControl.resume();
    }
  }

  @Override
  public void accept(FindingRecord finding) {
    if (finding.kind().equals("INCOMPLETE")) {
      IncompleteEvent event = new IncompleteEvent();
      event.message = finding.message();
      event.commit();
      return;
    }
    FindingEvent event = new FindingEvent();
    event.id = finding.fingerprint();
    event.kind = finding.kind();
    event.level = finding.level();
    event.failing = finding.failing();
    event.cycle = finding.cycle();
    event.positions = String.join(", ", finding.positions());
    event.test = finding.test();
    event.commit();
  }

  @Override
  public void waited(LockClassView lockClass, boolean shared, long nanos) {
    LongWaitEvent event = new LongWaitEvent();
    event.lockClass = lockClass.name();
    event.lockKind = lockClass.kind();
    event.shared = shared;
    event.waited = nanos;
    event.commit();
  }
}
