package dev.jlockdep.tests.conformance;

import dev.jlockdep.api.AcquireMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A few tasks that take locks of a few classes inside each other, each class of a random kind of
 * lock, in random modes that the kind has, and with some releases out of order. A task never holds
 * two locks of one class: that is another rule. The same seed and number give the same sequence for
 * ever.
 */
final class RandomSequence {
  private static final int CLASSES_MIN = 2;
  private static final int CLASSES_MAX = 5;
  /** The annotated kind has all modes and stands for half of the classes. Monitors must nest. */
  private static final LockKind[] KINDS = {
    LockKind.ANNOTATED, LockKind.ANNOTATED, LockKind.ANNOTATED, LockKind.ANNOTATED,
    LockKind.READ_WRITE, LockKind.STAMPED, LockKind.REENTRANT, LockKind.SEMAPHORE
  };

  private final long seed;
  private final int number;
  private final List<LockKind> kinds;
  private final List<List<Step>> tasks;

  /** One operation of a task. */
  static final class Step {
    private final int lockClass;
    private final AcquireMode mode;

    Step(int lockClass, AcquireMode mode) {
      this.lockClass = lockClass;
      this.mode = mode;
    }

    int lockClass() {
      return lockClass;
    }

    /** Null for a release. */
    AcquireMode mode() {
      return mode;
    }

    boolean isAcquire() {
      return mode != null;
    }

    @Override
    public String toString() {
      String letter = String.valueOf((char) ('A' + lockClass));
      if (mode == null) {
        return "U(" + letter + ")";
      }
      return (mode == AcquireMode.EXCLUSIVE ? "W" : mode == AcquireMode.READ ? "r" : "R")
          + "(" + letter + ")";
    }
  }

  /** A lock of one class held in one mode while a lock of another is asked for. */
  record Dependency(int from, boolean fromShared, int to, AcquireMode toMode) {
    /** Whether the request is one that no queued writer delays. */
    boolean toRecursive() {
      return toMode == AcquireMode.RECURSIVE_READ;
    }
  }

  private RandomSequence(long seed, int number, List<LockKind> kinds, List<List<Step>> tasks) {
    this.seed = seed;
    this.number = number;
    this.kinds = kinds;
    this.tasks = tasks;
  }

  static RandomSequence of(long seed, int number) {
    Random random = new Random(seed * 1_000_003 + number);
    int classes = CLASSES_MIN + random.nextInt(CLASSES_MAX - CLASSES_MIN + 1);
    List<LockKind> kinds = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      kinds.add(KINDS[random.nextInt(KINDS.length)]);
    }
    int count = 2 + random.nextInt(4);
    List<List<Step>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(task(random, kinds));
    }
    return new RandomSequence(seed, number, kinds, tasks);
  }

  private static List<Step> task(Random random, List<LockKind> kinds) {
    List<Step> steps = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    int acquires = 2 + random.nextInt(3);
    while (acquires-- > 0) {
      if (held.size() > 1 && random.nextInt(4) == 0) {
        steps.add(new Step(held.remove(random.nextInt(held.size())), null));
      }
      int lockClass = random.nextInt(kinds.size());
      if (!held.contains(lockClass)) {
        held.add(lockClass);
        steps.add(new Step(lockClass, mode(random, kinds.get(lockClass))));
      }
    }
    Collections.reverse(held);
    held.forEach(lockClass -> steps.add(new Step(lockClass, null)));
    return steps;
  }

  private static AcquireMode mode(Random random, LockKind kind) {
    switch (kind) {
      case ANNOTATED:
        return AcquireMode.values()[random.nextInt(AcquireMode.values().length)];
      case READ_WRITE:
      case STAMPED:
        return random.nextBoolean() ? AcquireMode.READ : AcquireMode.EXCLUSIVE;
      default:
        return AcquireMode.EXCLUSIVE;
    }
  }

  /** The same tasks in another order. */
  RandomSequence shuffled() {
    List<List<Step>> other = new ArrayList<>(tasks);
    Collections.shuffle(other, new Random(seed ^ number));
    return new RandomSequence(seed, number, kinds, other);
  }

  /** What the lock classes are. */
  List<LockKind> kinds() {
    return kinds;
  }

  List<List<Step>> tasks() {
    return tasks;
  }

  /** The dependencies in order of arrival, each once. */
  List<Dependency> dependencies() {
    Set<Dependency> found = new LinkedHashSet<>();
    for (List<Step> task : tasks) {
      List<Step> held = new ArrayList<>();
      for (Step step : task) {
        if (!step.isAcquire()) {
          held.removeIf(hold -> hold.lockClass() == step.lockClass());
          continue;
        }
        for (Step hold : held) {
          boolean shared = hold.mode() != AcquireMode.EXCLUSIVE;
          found.add(new Dependency(hold.lockClass(), shared, step.lockClass(), step.mode()));
        }
        held.add(step);
      }
    }
    return List.copyOf(found);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("seed " + seed + ", sequence " + number + " on " + kinds + ":");
    for (int i = 0; i < tasks.size(); i++) {
      out.append(i == 0 ? " " : "; ").append('T').append(i + 1).append(':');
      tasks.get(i).forEach(step -> out.append(' ').append(step));
    }
    return out.toString();
  }
}
