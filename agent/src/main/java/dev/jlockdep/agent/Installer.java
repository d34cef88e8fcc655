package dev.jlockdep.agent;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.AgentOptions.OnFinding;
import dev.jlockdep.agent.baseline.KnownFindings;
import dev.jlockdep.agent.jfr.FlightRecording;
import dev.jlockdep.agent.jmx.Lockdep;
import dev.jlockdep.agent.junit.JunitSetup;
import dev.jlockdep.agent.model.Models;
import dev.jlockdep.agent.report.DumpWriter;
import dev.jlockdep.agent.report.Dumps;
import dev.jlockdep.agent.report.FindingReporter;
import dev.jlockdep.agent.report.Records;
import dev.jlockdep.agent.report.RunRecord;
import dev.jlockdep.agent.report.Stderr;
import dev.jlockdep.agent.report.Summary;
import dev.jlockdep.agent.transform.LoadedTypes;
import dev.jlockdep.agent.transform.Weaver;
import dev.jlockdep.agent.watch.DeadlockWatch;
import dev.jlockdep.agent.watch.HangLimit;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.Level;
import dev.jlockdep.hooks.Halting;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Puts the parts together. The order matters: the dump is open before the first finding can be made,
 * the JDK's own types are woven before the self-test, the deadlock watch starts last.
 */
final class Installer {
  private final AgentOptions options;
  private final Instrumentation instrumentation;
  private final FindingReporter reporter;
  private final DumpWriter dump;
  private final Models models;
  private final Weaver weaver;

  private Installer(AgentOptions options, Instrumentation instrumentation) {
    this.options = options;
    this.instrumentation = instrumentation;
    this.dump = DumpWriter.open(options, RunRecord.ofThisJvm(options, version()));
    this.reporter = new FindingReporter(dump);
    this.models = Models.read(options.models(), System.getProperty("java.class.path", ""));
    this.weaver = new Weaver(
        models, options.lockStats(), new Selection(options), new Failures());
  }

  private static String version() {
    return Installer.class.getPackage().getImplementationVersion();
  }

  static void install(String args, Instrumentation instrumentation, boolean atStart) {
    AgentOptions options = AgentOptions.parse(args);
    if (options.error() != null && !options.error().isEmpty()) {
      Stderr.line(options.error());
      return;
    }
    if (!options.enabled()) {
      return;
    }
    LockdepControl.pause();
    try {
      new Installer(options, instrumentation).run(atStart);
    } finally {
      LockdepControl.resume();
    }
  }

  /** What a second attach with the argument {@code dump} asks for. */
  static void dump(String args) {
    LockdepControl.pause();
    try {
      Dumps.onDemand(args);
    } finally {
      LockdepControl.resume();
    }
  }

  private void run(boolean atStart) {
    LockdepControl.policy(
        level(options.failOn()), true, options.onFinding() == OnFinding.THROW);
    reporter.warmUp();
    LockdepControl.addListener(reporter);
    if (options.jfr()) {
      FlightRecording.start(reporter);
    }
    Dumps.install(dump);
    LockdepControl.eventLoops(options.eventLoops());
    if (options.lockOrder() != null) {
      readLockOrder(options.lockOrder());
    }
    if (options.baseline() != null) {
      reporter.accept(KnownFindings.read(options.baseline()));
      LockdepControl.throwOnly(new Failing(reporter));
    }
    JunitSetup.install(options, reporter);
    for (Map.Entry<String, String> property : JunitSetup.properties().entrySet()) {
      System.setProperty(property.getKey(), property.getValue());
    }
    JdkTypes jdk = new JdkTypes(instrumentation);
    jdk.openOnDemand();
    LoadedTypes.load();
    if (options.lockStats()) {
      LockdepControl.prepareLockStats();
    }
    instrumentation.addTransformer(weaver, true);
    List<String> refused = jdk.retransform(models);
    if (!atStart) {
      refused.addAll(jdk.retransformProgram());
    }
    LastHook.load();
    LockdepControl.activate();
    models.complain();
    selfTest(refused);
    // the canary's locks are none of the program's
    LockdepControl.resetLockStats();
    LastHook.add(new End(this), weaver.endWoven());
    if (options.jmx()) {
      Lockdep.register(reporter);
    }
    if (options.watch()) {
      int seconds = options.onFinding() == OnFinding.REPORT ? 0 : options.hangTimeout();
      DeadlockWatch.start(new HangLimit(seconds, new Failing(reporter), new HungEnd(this)));
      Halting.before(new LastLook());
    }
  }

  /** A wrong file is said and makes the run incomplete; the rest is watched. */
  private static void readLockOrder(Path path) {
    LockOrderFile file = LockOrderFile.read(path);
    List<String> errors = new ArrayList<>(file.errors());
    if (errors.isEmpty()) {
      String contradiction = LockdepControl.lockOrder(file.before(), file.after(), file.where());
      if (!contradiction.isEmpty()) {
        errors.add(contradiction);
      }
    }
    for (String error : errors) {
      Stderr.line("jlockdep: lock order: " + error);
    }
    if (!errors.isEmpty()) {
      LockdepControl.incomplete("lock order", "the declared lock order is not checked: "
          + errors.get(0));
    }
  }

  private static Level level(FailOn failOn) {
    return failOn == FailOn.NONE ? null : Level.valueOf(failOn.name());
  }

  // Plain types: the first lambda of a JVM costs more start-up time than all of these.

  private static final class Selection implements Predicate<String> {
    private final AgentOptions options;

    Selection(AgentOptions options) {
      this.options = options;
    }

    @Override
    public boolean test(String type) {
      return options.selects(type);
    }
  }

  /** Not those that are accepted. */
  private static final class Failing implements Predicate<Finding> {
    private final FindingReporter reporter;

    Failing(FindingReporter reporter) {
      this.reporter = reporter;
    }

    @Override
    public boolean test(Finding finding) {
      return reporter.fails(Records.of(finding));
    }
  }

  private static final class Failures implements BiConsumer<String, Throwable> {
    @Override
    public void accept(String type, Throwable why) {
      LockdepControl.notWoven(type, why.toString());
    }
  }

  private static final class End implements Runnable {
    private final Installer installer;

    End(Installer installer) {
      this.installer = installer;
    }

    @Override
    public void run() {
      installer.end();
    }
  }

  private static final class HungEnd implements Consumer<Finding> {
    private final Installer installer;

    HungEnd(Installer installer) {
      this.installer = installer;
    }

    @Override
    public void accept(Finding deadlock) {
      installer.endHung(deadlock);
    }
  }

  private static final class LastLook implements Runnable {
    @Override
    public void run() {
      DeadlockWatch.lastLook();
    }
  }

  private void selfTest(List<String> refused) {
    String result = SelfTest.run(weaver.woven());
    Map<String, Object> counters = new LinkedHashMap<>(weaver.coverage());
    counters.put("selfTest", result);
    if (!refused.isEmpty()) {
      counters.put("jdkTypesRefused", refused.toString());
    }
    dump.coverage(counters);
    if (!result.equals("ok")) {
      LockdepControl.incomplete("self-test", result);
    }
    for (String type : refused) {
      LockdepControl.notWoven(type.substring(0, type.indexOf(':')), type);
    }
  }

  /** The end of this JVM, after all hooks of the program. */
  private void end() {
    LockdepControl.pause();
    try {
      DeadlockWatch.lastLook();
      DeadlockWatch.stop();
      close();
    } catch (Throwable t) {
      // the verdict must come out whatever broke
      Stderr.line("jlockdep: validation incomplete: the end of the run failed: " + t);
      Runtime.getRuntime().halt(options.exitCode());
    }
    if (JunitSetup.exitDue(options)) {
      Stderr.line(Summary.ofThisJvm(reporter));
      Runtime.getRuntime().halt(options.exitCode());
    }
  }

  /** Without the program's shutdown hooks: they may need a lock that nobody lets go any more. */
  private void endHung(Finding deadlock) {
    try {
      close();
    } finally {
      Stderr.line(Summary.ofThisJvm(reporter));
      Stderr.line("jlockdep: this JVM hangs in " + deadlock.fingerprint() + "; ended with exit code "
          + options.exitCode() + " after " + options.hangTimeout() + " seconds (option hangTimeout)");
      Runtime.getRuntime().halt(options.exitCode());
    }
  }

  private void close() {
    LockdepControl.settle();
    LockdepControl.incompleteAtEnd();
    dump.coverage(weaver.coverage());
    // before the findings: what is inferred of guards becomes some
    dump.audits(LockdepControl.audits(), LockdepControl.suppressions());
    dump.lockStats(LockdepControl.lockStats());
    dump.end(LockdepControl.findings(), LockdepControl.graph(), LockdepControl.stats());
  }
}
