package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.Json;
import dev.jlockdep.tests.support.ThreadScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs random sequences on real locks, each on classes of its own, and writes the findings. In
 * every other sequence one thread runs all tasks, each so often that a cache of chains knows them.
 */
public final class RandomProgram {
  private static final int REPEATS = 150;

  private RandomProgram() {}

  /** @param arguments the file to write, the seed, the number of sequences */
  public static void main(String[] arguments) throws IOException {
    if (!Lockdep.active()) {
      throw new IllegalStateException("no agent watches this JVM");
    }
    long seed = Long.parseLong(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    for (int number = 0; number < count; number++) {
      run(RandomSequence.of(seed, number), number);
    }
    List<String> lines = LockdepControl.findings().stream()
        .map(finding -> Json.write(FindingRecord.of(finding).raw()))
        .collect(Collectors.toList());
    Files.write(Path.of(arguments[0]), lines, StandardCharsets.UTF_8);
  }

  /** The name of a lock class of a sequence. */
  static String lockClass(int number, int lockClass) {
    return "random" + number + "." + (char) ('A' + lockClass);
  }

  private static void run(RandomSequence sequence, int number) {
    List<RowLock> locks = new ArrayList<>();
    for (LockKind kind : sequence.kinds()) {
      locks.add(kind.create(lockClass(number, locks.size())));
    }
    try (ThreadScript script = new ThreadScript()) {
      int thread = 0;
      for (List<RandomSequence.Step> task : sequence.tasks()) {
        boolean warm = number % 2 == 1;
        thread = warm ? 1 : thread + 1;
        int times = warm ? REPEATS : 1;
        script.step("random" + number + " T" + thread, () -> repeat(times, task, locks));
      }
    }
  }

  private static void repeat(
      int times, List<RandomSequence.Step> task, List<RowLock> locks) {
    for (int i = 0; i < times; i++) {
      run(task, locks);
    }
  }

  private static void run(List<RandomSequence.Step> task, List<RowLock> locks) {
    Access[] held = new Access[locks.size()];
    for (RandomSequence.Step step : task) {
      RowLock lock = locks.get(step.lockClass());
      if (step.isAcquire()) {
        held[step.lockClass()] = acquire(lock, step.mode());
      } else {
        lock.release(held[step.lockClass()]);
      }
    }
  }

  private static Access acquire(RowLock lock, AcquireMode mode) {
    Access access = mode == AcquireMode.EXCLUSIVE ? Access.WRITE : Access.READ;
    if (lock instanceof AnnotatedLock) {
      ((AnnotatedLock) lock).acquire(mode);
    } else {
      lock.acquire(access);
    }
    return access;
  }
}
