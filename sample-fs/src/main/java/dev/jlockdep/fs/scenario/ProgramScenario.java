package dev.jlockdep.fs.scenario;

import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.Rescued;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A scenario of one or more threads that are put in order by its program. Forced, they end in a
 * state in which none of them can ever go on: all that are left wait, the device has nothing to do,
 * and it stays so. Benign, either the threads run one after the other, or the wait that would not end
 * gives up ({@link Task#rescueAt}); jlockdep has judged it by then. Fixed, the same program runs on
 * the correct code.
 */
final class ProgramScenario implements Scenario {
  /** The threads of a program, started and put in order. */
  interface Program {
    void run(Stage stage) throws Exception;
  }

  /** Stands for a lock class where the faulty calls go round for ever instead of waiting. */
  static final String LOOP = CallScenario.LOOP;
  private static final int ROUNDS_MAX = 8;
  private static final int DEVICE_BYTES = 4 << 20;

  private final String id;
  private final String seed;
  private final String title;
  private final Set<Fault> faults;
  private final Set<Fault> repaired;
  private final Expected expected;
  private final String hangsAt;
  private final Program program;

  /**
   * @param repaired what is still switched on when fixed: another repair than doing without
   * @param hangsAt lock class of the wait that never ends with the fault, or {@link #LOOP}; empty
   *     when the threads of the benign mode do not meet
   */
  ProgramScenario(
      String id, String seed, String title, Set<Fault> faults, Set<Fault> repaired,
      Expected expected, String hangsAt, Program program) {
    this.id = id;
    this.seed = seed;
    this.title = title;
    this.faults = faults;
    this.repaired = repaired;
    this.expected = expected;
    this.hangsAt = hangsAt;
    this.program = program;
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

  @Override
  public Outcome run(Mode mode, RunOptions options) throws Exception {
    Path file = options.inMemory() ? null : Files.createTempFile("sample-fs-" + id, ".img");
    try {
      BlockDevice device =
          file == null
              ? BlockDevice.inMemory(DEVICE_BYTES)
              : BlockDevice.onFile(file, DEVICE_BYTES);
      SampleFs.mkfs(device);
      Gates gates = new Gates();
      if (mode == Mode.BENIGN && hangsAt.equals(LOOP)) {
        giveUpAfterRounds(gates);
      }
      Set<Fault> on = mode == Mode.FIXED ? repaired : faults;
      SampleFs fs = SampleFs.mount(device, EnumSet.copyOf(on), gates);
      return run(new Stage(fs, gates, mode, mode == Mode.BENIGN ? hangsAt : ""), device, options);
    } finally {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void giveUpAfterRounds(Gates gates) {
    AtomicInteger rounds = new AtomicInteger();
    gates.at(
        Gates.RING_ISSUE,
        () -> {
          if (rounds.incrementAndGet() > ROUNDS_MAX) {
            throw new Rescued("progress");
          }
        });
  }

  private Outcome run(Stage stage, BlockDevice device, RunOptions options) throws Exception {
    Stage.Actor director = stage.start("director", () -> program.run(stage));
    if (stage.forced()) {
      Outcome hung = watch(stage, director, device, options);
      if (hung != null) {
        return hung; // the threads stay where they are, and so does the mount
      }
    }
    // the list grows while the director is at work, who is the first on it
    for (int i = 0; i < stage.actors().size(); i++) {
      Stage.Actor actor = stage.actors().get(i);
      actor.thread.join(TimeUnit.SECONDS.toMillis(Stage.STEP_SECONDS));
      if (actor.thread.isAlive()) {
        return new Outcome(Outcome.End.BROKEN, "did not end: " + actor.place());
      }
    }
    Outcome outcome = outcome(stage);
    stage.actors().forEach(actor -> actor.task.runWorkAsFallback());
    stage.fs.close();
    device.close();
    return outcome;
  }

  /** How the threads stand when nothing moves any more; null when they have all ended. */
  private Outcome watch(
      Stage stage, Stage.Actor director, BlockDevice device, RunOptions options)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Stage.STEP_SECONDS);
    director.thread.join(TimeUnit.SECONDS.toMillis(Stage.STEP_SECONDS));
    String before = "";
    while (System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(options.hangMillis());
      if (stage.actors().stream().noneMatch(actor -> actor.thread.isAlive())) {
        return null;
      }
      String now = standstill(stage, device);
      if (!now.isEmpty() && now.equals(before)) {
        return new Outcome(Outcome.End.HUNG, now);
      }
      before = now;
    }
    return new Outcome(Outcome.End.BROKEN, "slow, not stuck");
  }

  /** Where all the threads that are left stand; empty when one of them may still go on. */
  private String standstill(Stage stage, BlockDevice device) {
    StringBuilder places = new StringBuilder();
    for (Stage.Actor actor : stage.actors()) {
      if (!actor.thread.isAlive()) {
        continue;
      }
      if (hangsAt.equals(LOOP)) {
        // it is somewhere in its loop, which nobody else can end
        places.append(actor.place().replaceFirst(" at .*", " for ever")).append("; ");
      } else if (actor.waits()) {
        places.append(actor.place()).append("; ");
      } else {
        return "";
      }
    }
    return device.inFlight() == 0 ? places + "device idle" : "";
  }

  private Outcome outcome(Stage stage) {
    boolean rescued = false;
    for (Stage.Actor actor : stage.actors()) {
      Throwable failure = actor.failure;
      if (failure instanceof LockdepDeadlockError) {
        return new Outcome(Outcome.End.CUT_SHORT, "jlockdep threw before the wait");
      }
      if (failure != null && !(failure instanceof Rescued)) {
        return new Outcome(Outcome.End.BROKEN, actor.thread.getName() + ": " + failure);
      }
      rescued |= failure != null;
    }
    if (stage.mode == Mode.BENIGN && rescued == hangsAt.isEmpty()) {
      return new Outcome(
          Outcome.End.BROKEN,
          rescued ? "waited where it should not" : "did not wait for " + hangsAt);
    }
    return new Outcome(Outcome.End.COMPLETED, rescued ? "gave up waiting" : "data as written");
  }
}
