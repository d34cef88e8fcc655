package dev.jlockdep.fs.scenario;

import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.Personality;
import dev.jlockdep.fs.Rescued;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A scenario that one program thread can show: a few calls, one after the other, with a fault switched
 * on. Forced, the thread really hangs in the call, or never comes back from its loop. Benign, the wait
 * that would not end gives up instead of blocking ({@link Task#rescueAt}); jlockdep has judged it by
 * then. Fixed, the same calls run without the fault and the data is checked.
 */
final class CallScenario implements Scenario {
  /** The calls of the program, and what must be true when they are over. */
  interface Calls {
    void run(Fixture fixture) throws IOException;
  }

  /** Stands for a lock class where the faulty calls go round for ever instead of waiting. */
  static final String LOOP = "no progress";
  /** More attempts than a correct loop makes. */
  private static final int ROUNDS_MAX = 8;
  private static final int DEVICE_BYTES = 4 << 20;
  /** No call takes nearly this long; one that does is broken, not slow. */
  private static final long CALL_SECONDS = 30;

  private final String id;
  private final String seed;
  private final String title;
  private final Set<Fault> faults;
  private final Expected expected;
  private final String hangsAt;
  private final Calls calls;
  /** Attempts so far; the application's thread only. */
  private int rounds;
  private Expected whenForced;
  private volatile Throwable failure;
  private volatile boolean rescued;

  /**
   * @param hangsAt lock class of the wait that never ends with the fault, or {@link #LOOP}; empty
   *     when the faulty calls do not hang in the benign mode
   */
  CallScenario(
      String id, String seed, String title, Set<Fault> faults, Expected expected, String hangsAt,
      Calls calls) {
    this.id = id;
    this.seed = seed;
    this.title = title;
    this.faults = EnumSet.copyOf(faults);
    this.expected = expected;
    this.whenForced = expected;
    this.hangsAt = hangsAt;
    this.calls = calls;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String seed() {
    return seed;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Expected expected() {
    return expected;
  }

  /** The forced calls hang before they come to what the benign ones show. */
  CallScenario whenForced(Expected other) {
    whenForced = other;
    return this;
  }

  @Override
  public Expected expected(Mode mode) {
    return mode == Mode.FORCED ? whenForced : expected;
  }

  @Override
  public Outcome run(Mode mode, RunOptions options) throws Exception {
    Path file = options.inMemory() ? null : Files.createTempFile("sample-fs-" + id, ".img");
    BlockDevice device =
        file == null
            ? BlockDevice.inMemory(DEVICE_BYTES)
            : BlockDevice.onFile(file, DEVICE_BYTES);
    SampleFs.mkfs(device);
    Set<Fault> on = mode == Mode.FIXED ? Set.of() : faults;
    Gates gates = new Gates();
    if (mode == Mode.BENIGN && hangsAt.equals(LOOP)) {
      gates.at(Gates.DIO_RETRY, this::giveUp);
    }
    SampleFs fs = SampleFs.mount(device, on, gates, Personality.EXTENT);
    Fixture fixture = new Fixture(fs, mode, mode == Mode.BENIGN ? hangsAt : "");
    Thread app = new Thread(() -> body(fixture, mode), "app");
    app.setDaemon(true);
    app.start();
    if (mode == Mode.FORCED) {
      return watch(app, options);
    }
    app.join(TimeUnit.SECONDS.toMillis(CALL_SECONDS));
    Outcome outcome = outcome(app, mode);
    if (!app.isAlive()) {
      fs.close();
      device.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
    return outcome;
  }

  private void giveUp() {
    if (++rounds > ROUNDS_MAX) {
      throw new Rescued("progress");
    }
  }

  private void body(Fixture fixture, Mode mode) {
    try {
      calls.run(fixture);
    } catch (Rescued e) {
      rescued = true;
    } catch (Throwable e) {
      failure = e;
    }
  }

  private Outcome outcome(Thread app, Mode mode) {
    if (app.isAlive()) {
      return new Outcome(Outcome.End.BROKEN, "the calls did not end in " + CALL_SECONDS + " s");
    }
    if (failure instanceof LockdepDeadlockError) {
      return new Outcome(Outcome.End.CUT_SHORT, "jlockdep threw before the wait");
    }
    if (failure != null) {
      return new Outcome(Outcome.End.BROKEN, failure.toString());
    }
    if (mode == Mode.BENIGN && !hangsAt.isEmpty() && !rescued) {
      return new Outcome(Outcome.End.BROKEN, "the faulty calls did not wait for " + hangsAt);
    }
    return new Outcome(Outcome.End.COMPLETED, rescued ? "gave up waiting" : "data as written");
  }

  /** Stands still, or goes round in the same call, for as long as the options say. */
  private Outcome watch(Thread app, RunOptions options) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALL_SECONDS);
    String before = "";
    while (app.isAlive() && System.nanoTime() < end) {
      app.join(Math.max(1, options.hangMillis()));
      String now = place(app);
      if (app.isAlive() && !now.isEmpty() && now.equals(before)) {
        return new Outcome(Outcome.End.HUNG, "app hangs in " + now);
      }
      before = now;
    }
    return outcome(app, Mode.FORCED);
  }

  /** The call of {@code File} that the thread is in, and the lock it is stuck in, if in one. */
  private static String place(Thread app) {
    String call = "";
    String lock = "";
    for (StackTraceElement frame : app.getStackTrace()) {
      String type = frame.getClassName();
      String simple = type.substring(type.lastIndexOf('.') + 1);
      if (simple.equals("File")) {
        call = simple + "." + frame.getMethodName();
      } else if (lock.isEmpty() && type.startsWith("dev.jlockdep.fs.")) {
        lock = simple + "." + frame.getMethodName();
      }
    }
    boolean stands = app.getState() == Thread.State.WAITING;
    return call.isEmpty() ? "" : stands ? call + " at " + lock : call;
  }
}
