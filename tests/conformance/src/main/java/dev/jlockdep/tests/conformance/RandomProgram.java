package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.Json;
import dev.jlockdep.tests.support.ThreadScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Runs random sequences on declared locks, each on classes of its own, and writes the findings. */
public final class RandomProgram {
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
    Object[] locks = new Object[sequence.classes()];
    for (int i = 0; i < locks.length; i++) {
      locks[i] = Lockdep.declare(new Object(), lockClass(number, i), null, "lock");
    }
    int thread = 0;
    for (List<RandomSequence.Step> task : sequence.tasks()) {
      ThreadScript.alone("random" + number + " T" + ++thread, () -> run(task, locks));
    }
  }

  private static void run(List<RandomSequence.Step> task, Object[] locks) {
    for (RandomSequence.Step step : task) {
      Object lock = locks[step.lockClass()];
      if (step.isAcquire()) {
        Lockdep.acquire(lock, step.mode());
      } else {
        Lockdep.release(lock);
      }
    }
  }
}
