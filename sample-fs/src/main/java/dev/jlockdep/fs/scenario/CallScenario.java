package dev.jlockdep.fs.scenario;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.FindingKind;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A scenario that is a few calls of a program, on one thread or with further ones ({@link
 * Fixture#start}), with a fault switched on. Forced, a thread really hangs in its call, or never comes
 * back from its loop, or data is lost ({@link Fixture#damagedUnless}). Benign, the wait that would not
 * end gives up instead of blocking ({@link Task#rescueAt}), jlockdep having judged it by then; or the
 * calls come one after the other, so that nothing is lost. Fixed, the same calls run without the fault
 * and the data is checked.
 */
final class CallScenario implements Scenario {
  /** Stands for a lock class where the faulty calls go round for ever instead of waiting. */
  static final String LOOP = "no progress";
  /** More attempts than a correct loop makes. */
  private static final int ROUNDS_MAX = 8;
  private static final int DEVICE_BYTES = 2 << 20;
  private static final long LOOK_MILLIS = 20;

  private final String id;
  private final String seed;
  private final String title;
  private final Set<Fault> faults;
  private final Expected expected;
  private final String hangsAt;
  private final Actor.Calls calls;
  private Expected whenForced;
  private Expected whenFixed = Expected.SILENCE;
  private Personality personality = Personality.EXTENT;
  private Set<Fault> keptWhenFixed = Set.of();
  private Set<Mode> modes = EnumSet.allOf(Mode.class);
  private boolean corrupts;
  private boolean readerBehindWriter;
  private boolean fixedTogether = true;
  /** Attempts so far; the application's thread only. */
  private int rounds;

  /**
   * @param hangsAt lock class of the wait that never ends with the fault, or {@link #LOOP}; empty
   *     when the faulty calls do not hang in the benign mode
   */
  CallScenario(
      String id, String seed, String title, Set<Fault> faults, Expected expected, String hangsAt,
      Actor.Calls calls) {
    this.id = id;
    this.seed = seed;
    this.title = title;
    this.faults = Set.copyOf(faults);
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

  CallScenario on(Personality other) {
    personality = other;
    return this;
  }

  /** What stays switched on in the fixed mode, because it is no fault or is no longer one. */
  CallScenario keptWhenFixed(Set<Fault> kept) {
    keptWhenFixed = kept;
    return this;
  }

  /** Forced, nothing hangs: data is lost or a count goes wrong. */
  CallScenario corrupts() {
    corrupts = true;
    return this;
  }

  CallScenario only(Mode first, Mode... rest) {
    modes = EnumSet.of(first, rest);
    return this;
  }

  /**
   * Correct because of an order between locks of one class, or because two places exclude each other:
   * what the declarations say, and bytecode does not. On locks of the JDK the correct code is reported.
   */
  CallScenario correctByDeclaration(Expected reportedWithout) {
    if (PlainLocks.inUse()) {
      whenFixed = reportedWithout;
    }
    return this;
  }

  /** Forced, a reader waits behind a writer that waits: one of a StampedLock may go past it. */
  CallScenario readerBehindWriter() {
    readerBehindWriter = true;
    return this;
  }

  /**
   * Correct, although it has an edge of which another personality has the other way round: a graph of
   * mounts that nobody has side by side would be no use.
   */
  CallScenario fixedAlone() {
    fixedTogether = false;
    return this;
  }

  @Override
  public Set<Mode> modes() {
    Set<Mode> left = EnumSet.copyOf(modes);
    if (PlainLocks.covers(hangsAt)) {
      left.remove(Mode.BENIGN); // a wait in a lock of the JDK does not give up
    }
    if (readerBehindWriter && PlainLocks.inUse()) {
      left.remove(Mode.FORCED);
    }
    return left;
  }

  @Override
  public Expected expected(Mode mode) {
    return switch (mode) {
      case FORCED -> whenForced;
      case BENIGN -> expected;
      case FIXED -> whenFixed;
    };
  }

  @Override
  public boolean fixedTogether() {
    // locks of the JDK lose their names when there are many
    return fixedTogether && keptWhenFixed.isEmpty() && !PlainLocks.inUse();
  }

  @Override
  public Outcome run(Mode mode, RunOptions options) throws Exception {
    Path file = options.inMemory() ? null : Files.createTempFile("sample-fs-" + id, ".img");
    BlockDevice device = device(file);
    SampleFs.mkfs(device);
    Gates gates = new Gates();
    if (mode == Mode.BENIGN && hangsAt.equals(LOOP)) {
      gates.at(Gates.DIO_RETRY, this::giveUp);
    }
    SampleFs fs =
        SampleFs.mount(device, mode == Mode.FIXED ? keptWhenFixed : faults, gates, personality);
    Fixture fixture = new Fixture(fs, device, gates, mode, mode == Mode.BENIGN ? hangsAt : "");
    fixture.start("app", calls);
    if (mode == Mode.FORCED && !corrupts) {
      return watch(fixture, options);
    }
    fixture.waitForActors();
    Outcome outcome = outcome(fixture, mode);
    if (fixture.aliveActors().isEmpty()) {
      fixture.doWorkLeft();
      fixture.close();
      device.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
    return outcome;
  }

  private BlockDevice device(Path file) throws IOException {
    if (personality == Personality.DAX) {
      return BlockDevice.persistentMemory(file, DEVICE_BYTES);
    }
    return file == null
        ? BlockDevice.inMemory(DEVICE_BYTES)
        : BlockDevice.onFile(file, DEVICE_BYTES);
  }

  private void giveUp() {
    if (++rounds > ROUNDS_MAX) {
      throw new Rescued("progress");
    }
  }

  private static void stop() {
    throw new Rescued("progress");
  }

  private Outcome outcome(Fixture fixture, Mode mode) {
    List<Actor> alive = fixture.aliveActors();
    if (fixture.cutShort()) {
      return new Outcome(Outcome.End.CUT_SHORT, "jlockdep threw before the damage");
    }
    if (!alive.isEmpty()) {
      return new Outcome(
          Outcome.End.BROKEN,
          "the calls did not end in " + Actor.CALL_SECONDS + " s: " + places(alive));
    }
    Throwable failure = fixture.failure();
    if (failure instanceof Damage && corrupts && mode == Mode.FORCED) {
      return new Outcome(Outcome.End.CORRUPTED, failure.getMessage());
    }
    if (failure != null) {
      return new Outcome(Outcome.End.BROKEN, failure.toString());
    }
    if (mode == Mode.BENIGN && !hangsAt.isEmpty() && !fixture.rescued()) {
      return new Outcome(Outcome.End.BROKEN, "the faulty calls did not wait for " + hangsAt);
    }
    return new Outcome(
        Outcome.End.COMPLETED, fixture.rescued() ? "gave up waiting" : "data as written");
  }

  /**
   * Stands still, or goes round in the same call, for as long as the options say: at every one of as
   * many looks as that time has room for, so that a busy machine makes it longer, not wrong.
   */
  private Outcome watch(Fixture fixture, RunOptions options) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Actor.CALL_SECONDS);
    String before = "";
    long looks = 0;
    List<Actor> alive = fixture.aliveActors();
    while (!alive.isEmpty() && System.nanoTime() < end && !fixture.cutShort()) {
      alive.get(0).ended(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      alive = fixture.aliveActors();
      String now = places(alive);
      looks = !now.isEmpty() && now.equals(before) ? looks + 1 : 0;
      if (looks * LOOK_MILLIS >= options.hangMillis()) {
        if (hangsAt.equals(LOOP)) {
          // shown: it need not keep a processor busy any longer
          fixture.gates().at(Gates.DIO_RETRY, CallScenario::stop);
        }
        awaitReport(alive.get(0), options);
        return new Outcome(Outcome.End.HUNG, now);
      }
      before = now;
    }
    return outcome(fixture, Mode.FORCED);
  }

  /** That threads hang is told when they have stood for a moment. */
  private void awaitReport(Actor hung, RunOptions options) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Actor.CALL_SECONDS);
    while (whenForced.kind() == FindingKind.DEADLOCK
        && Lockdep.active()
        && !whenForced.fits(LockdepControl.findings())
        && System.nanoTime() < end) {
      hung.ended(options.hangMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Where each thread is; empty if that cannot be said of one. */
  private String places(List<Actor> alive) {
    if (hangsAt.equals(LOOP)) {
      return alive.isEmpty() ? "" : alive.get(0).place(true);
    }
    StringBuilder all = new StringBuilder();
    for (Actor actor : alive) {
      String place = actor.place(false);
      if (place.isEmpty()) {
        return "";
      }
      all.append(all.length() == 0 ? "" : "; ").append(place);
    }
    return all.toString();
  }
}
