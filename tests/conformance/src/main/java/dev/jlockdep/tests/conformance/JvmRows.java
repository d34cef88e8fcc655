package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.tests.support.ThreadScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** The rows the kernel has no counterpart for. */
final class JvmRows {
  /** A recursion that is more than possible: the thread waits for itself, or broke its word. */
  private static final Expectation SELF =
      Expectation.finding(FindingKind.RECURSION, Level.LIKELY, "X");

  private JvmRows() {}

  /** Empty for a row that {@link NotRun} has a reason for. */
  static List<Trial> trials(Row row) {
    switch (row.test()) {
      case "jvm_monitor_reentrant":
        return parsed(row, Expectation.clean(), LockKind.MONITOR, null);
      case "jvm_rl_reentrant":
      case "jvm_trylock_inversion":
        return parsed(row, Expectation.clean(), LockKind.REENTRANT, null);
      case "jvm_timed_trylock_inversion":
        return parsed(row, Expectation.lowered(Level.NOTE, "time limit", "A", "B"),
            LockKind.REENTRANT, null);
      case "jvm_rl_two_instances":
        return List.of(Trial.of(row, "", Expectation.recursion("TwoInstances.lock"),
            List.of("TwoInstances.lock"), JvmRows::twoInstances));
      case "jvm_two_instances_ordered":
        return orderedInstances(row);
      case "jvm_rrwl_upgrade":
        return List.of(Trial.of(row, "", SELF, List.of("X"), JvmRows::upgrade));
      case "jvm_rrwl_downgrade":
        return parsed(row, Expectation.clean(), null, LockKind.READ_WRITE);
      case "jvm_rrwl_read_abba":
      case "jvm_rrwl_rw_abba":
        return parsed(row, Expectation.cycle(Level.POSSIBLE, "AB"), null, LockKind.READ_WRITE);
      case "jvm_stamped_self":
        return stampedSelf(row);
      case "jvm_stamped_optimistic":
        return List.of(
            Trial.of(row, "", Expectation.clean(), List.of("A"), JvmRows::optimisticRead));
      case "jvm_stamped_convert":
        return List.of(Trial.of(row, "", Expectation.clean(), List.of("X"), JvmRows::convert));
      case "jvm_sem_abba":
        return parsed(row, Expectation.cycle(Level.POSSIBLE, "AB"), LockKind.SEMAPHORE, null);
      case "jvm_unlock_other_thread":
        return unlockOtherThread(row);
      case "jvm_counter_begin_wait_same_owner":
        return List.of(Trial.of(row, "",
            Expectation.finding(FindingKind.RECURSION, Level.POSSIBLE, "dio"), List.of("dio"),
            JvmRows::waitForOwnWork));
      case "jvm_counter_begin_wait_other_owner":
        return List.of(Trial.of(row, "", Expectation.clean(), List.of("dio"),
            JvmRows::waitForHandedOffWork));
      case "jvm_counter_under_lock":
        return waitUnderLock(row);
      case "jvm_gate_lock":
        return gateLock(row);
      case "jvm_weak_then_strong_path":
      case "jvm_strong_then_weak_path":
        return parsed(row, Expectation.cycle(Level.POSSIBLE, "NVP"), LockKind.REENTRANT,
            LockKind.ANNOTATED);
      case "jvm_single_thread_inversion":
        return singleThread(row);
      case "jvm_hand_over_hand":
        return parsed(row, Expectation.cycle(Level.POSSIBLE, "ABC").because("one task"),
            LockKind.REENTRANT, null);
      case "jvm_await_releases":
        return List.of(
            Trial.of(row, "CONDITION",
                Expectation.finding(FindingKind.CYCLE, Level.LIKELY, "A", "B"), List.of("A", "B"),
                WaitRows::condition),
            Trial.of(row, "MONITOR",
                Expectation.finding(FindingKind.CYCLE, Level.LIKELY, "A",
                    "B awaited in dev.jlockdep.tests.conformance.WaitRows.giveUp"),
                List.of("A", "B"), WaitRows::monitor));
      case "jvm_future_under_lock":
        return List.of(Trial.of(row, "",
            Expectation.finding(FindingKind.CYCLE, Level.LIKELY, "A", "f"), List.of("A", "f"),
            WaitRows::future));
      case "jvm_pool_self_wait":
        return List.of(Trial.of(row, "",
            Expectation.finding(FindingKind.RECURSION, Level.PROVEN, "pool"), List.of("pool"),
            WaitRows::pool));
      default:
        return List.of();
    }
  }

  private static List<Trial> parsed(
      Row row, Expectation expectation, LockKind plain, LockKind shared) {
    return List.of(
        Trial.of(row, "", expectation, Notation.parse(row.sequence()), plain, shared));
  }

  /** The data says it in words: the second order comes later on the same thread. */
  private static List<Trial> singleThread(Row row) {
    Expectation expectation = Expectation.cycle(Level.POSSIBLE, "AB").because("one task only");
    return List.of(Trial.of(row, "", expectation,
        Notation.parse("T1: L(A) L(B); T1: L(B) L(A)"), LockKind.REENTRANT, null));
  }

  /** Two instances of one creation site: here the class gets its name from the field. */
  private static void twoInstances(String prefix) {
    TwoInstances first = new TwoInstances();
    TwoInstances second = new TwoInstances();
    ThreadScript.alone(prefix + " T1", () -> {
      first.lock.lock();
      second.lock.lock();
      second.lock.unlock();
      first.lock.unlock();
    });
  }

  private static final class TwoInstances {
    private final ReentrantLock lock = new ReentrantLock();
  }

  private static List<Trial> orderedInstances(Row row) {
    List<Trial> trials = new ArrayList<>();
    trials.add(Trial.of(row, "ASCENDING", Expectation.clean(), List.of("X"),
        prefix -> nest(prefix, new KeyedLock(prefix, 1), new KeyedLock(prefix, 2))));
    trials.add(Trial.of(row, "VIOLATED", SELF, List.of("X"),
        prefix -> nest(prefix, new KeyedLock(prefix, 2), new KeyedLock(prefix, 1))));
    return trials;
  }

  private static void nest(String prefix, KeyedLock outer, KeyedLock inner) {
    Lockdep.order(prefix + ".X", Comparator.comparingInt(lock -> ((KeyedLock) lock).key));
    ThreadScript.alone(prefix + " T1", () -> {
      outer.lock();
      inner.lock();
      inner.unlock();
      outer.unlock();
    });
  }

  private static final class KeyedLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;
    private final int key;

    KeyedLock(String prefix, int key) {
      this.key = key;
      Lockdep.name(this, prefix + ".X");
    }
  }

  private static void upgrade(String prefix) {
    ReentrantReadWriteLock lock = Lockdep.name(new ReentrantReadWriteLock(), prefix + ".X");
    ThreadScript.alone(prefix + " T1", () -> {
      lock.readLock().lock();
      interrupted(() -> lock.writeLock().lockInterruptibly());
      lock.readLock().unlock();
    });
  }

  private static List<Trial> stampedSelf(Row row) {
    List<Trial> trials = new ArrayList<>();
    trials.add(Trial.of(row, "WW", SELF, List.of("X"), prefix -> {
      StampedLock lock = stampedLock(prefix);
      ThreadScript.alone(prefix + " T1", () -> {
        long stamp = lock.writeLock();
        interrupted(() -> lock.writeLockInterruptibly());
        lock.unlockWrite(stamp);
      });
    }));
    trials.add(Trial.of(row, "WR", SELF, List.of("X"), prefix -> {
      StampedLock lock = stampedLock(prefix);
      ThreadScript.alone(prefix + " T1", () -> {
        long stamp = lock.writeLock();
        interrupted(() -> lock.readLockInterruptibly());
        lock.unlockWrite(stamp);
      });
    }));
    trials.add(Trial.of(row, "RW", SELF, List.of("X"), prefix -> {
      StampedLock lock = stampedLock(prefix);
      ThreadScript.alone(prefix + " T1", () -> {
        long stamp = lock.readLock();
        interrupted(() -> lock.writeLockInterruptibly());
        lock.unlockRead(stamp);
      });
    }));
    return trials;
  }

  private static StampedLock stampedLock(String prefix) {
    return Lockdep.name(new StampedLock(), prefix + ".X");
  }

  /**
   * Asks for a lock that would never be granted. The interrupt that is already pending ends the
   * request at once, so the row needs no thread that hangs.
   */
  private static void interrupted(ThreadScript.Step request) throws Exception {
    Thread.currentThread().interrupt();
    try {
      request.run();
    } catch (InterruptedException expected) {
      return;
    }
    throw new IllegalStateException("the request was granted");
  }

  private static void optimisticRead(String prefix) {
    StampedLock optimistic = stampedLock(prefix);
    ReentrantLock lock = Lockdep.name(new ReentrantLock(), prefix + ".A");
    ThreadScript.alone(prefix + " T1", () -> {
      long stamp = optimistic.tryOptimisticRead();
      lock.lock();
      RowLock.expect(optimistic.validate(stamp), "optimistic read");
      lock.unlock();
    });
    // the other order, which would close a circle if the optimistic read had counted
    ThreadScript.alone(prefix + " T2", () -> {
      lock.lock();
      long stamp = optimistic.writeLock();
      optimistic.unlockWrite(stamp);
      lock.unlock();
    });
  }

  private static void convert(String prefix) {
    StampedLock lock = stampedLock(prefix);
    ThreadScript.alone(prefix + " T1", () -> {
      long read = lock.readLock();
      long write = lock.tryConvertToWriteLock(read);
      RowLock.expect(write != 0, "conversion");
      lock.unlockWrite(write);
    });
  }

  private static List<Trial> unlockOtherThread(Row row) {
    List<Trial> trials = new ArrayList<>();
    trials.add(Trial.of(row, "STAMPED", Expectation.clean(), List.of("X"), prefix -> {
      StampedLock lock = stampedLock(prefix);
      long[] stamp = new long[1];
      try (ThreadScript script = new ThreadScript()) {
        script.step(prefix + " T1", () -> stamp[0] = lock.writeLock());
        script.step(prefix + " T2", () -> lock.unlockWrite(stamp[0]));
      }
    }));
    trials.add(Trial.of(row, "SEMAPHORE", Expectation.clean(), List.of("X"), prefix -> {
      Semaphore semaphore = Lockdep.name(new Semaphore(1), prefix + ".X");
      try (ThreadScript script = new ThreadScript()) {
        script.step(prefix + " T1", semaphore::acquireUninterruptibly);
        script.step(prefix + " T2", semaphore::release);
      }
    }));
    trials.add(Trial.of(row, "SEMAPHORE_LEFT", Expectation.clean(), List.of("X"), prefix -> {
      Semaphore semaphore = Lockdep.name(new Semaphore(1), prefix + ".X");
      ThreadScript.alone(prefix + " T1", semaphore::acquireUninterruptibly);
      ThreadScript.alone(prefix + " T2", semaphore::release);
    }));
    return trials;
  }

  private static Object counter(String prefix) {
    return Lockdep.declare(new Object(), prefix + ".dio", null, "counter");
  }

  private static void waitForOwnWork(String prefix) {
    Object dio = counter(prefix);
    ThreadScript.alone(prefix + " T1", () -> {
      Ticket ticket = Lockdep.begin(dio);
      Lockdep.await(dio);
      ticket.end();
    });
  }

  private static void waitForHandedOffWork(String prefix) {
    Object dio = counter(prefix);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      ThreadScript.alone(prefix + " T1", () -> {
        Ticket ticket = Lockdep.begin(dio);
        ticket.handOff(pool);
        Lockdep.await(dio);
        pool.submit(ticket::end).get();
      });
    } finally {
      pool.shutdown();
    }
  }

  private static List<Trial> waitUnderLock(Row row) {
    Expectation cycle = Expectation.finding(FindingKind.CYCLE, Level.POSSIBLE, "A", "dio");
    return List.of(
        Trial.of(row, "OWN", cycle, List.of("A", "dio"), JvmRows::completesItself),
        Trial.of(row, "HANDED_OVER", cycle, List.of("A", "dio"), JvmRows::completesElsewhere));
  }

  private static void completesItself(String prefix) {
    Object dio = counter(prefix);
    ReentrantLock lock = Lockdep.name(new ReentrantLock(), prefix + ".A");
    try (ThreadScript script = new ThreadScript()) {
      script.step(prefix + " T1", () -> {
        Ticket ticket = Lockdep.begin(dio);
        complete(ticket, lock);
      });
      script.step(prefix + " T2", () -> waitUnder(lock, dio));
    }
  }

  private static void completesElsewhere(String prefix) {
    Object dio = counter(prefix);
    ReentrantLock lock = Lockdep.name(new ReentrantLock(), prefix + ".A");
    try (ThreadScript script = new ThreadScript()) {
      Thread[] completer = new Thread[1];
      Ticket[] ticket = new Ticket[1];
      script.step(prefix + " completer", () -> completer[0] = Thread.currentThread());
      script.step(prefix + " T1", () -> {
        ticket[0] = Lockdep.begin(dio);
        ticket[0].handOff(completer[0]);
      });
      script.step(prefix + " completer", () -> complete(ticket[0], lock));
      script.step(prefix + " T2", () -> waitUnder(lock, dio));
    }
  }

  private static void complete(Ticket ticket, ReentrantLock lock) {
    lock.lock();
    ticket.end();
    lock.unlock();
  }

  private static void waitUnder(ReentrantLock lock, Object dio) {
    lock.lock();
    Lockdep.await(dio);
    lock.unlock();
  }

  private static List<Trial> gateLock(Row row) {
    List<Trial> trials = new ArrayList<>();
    trials.add(Trial.of(row, "NAMED",
        Expectation.lowered(Level.POSSIBLE, ".G", "A", "B"),
        Notation.parse(row.sequence()), LockKind.REENTRANT, null));
    trials.add(Trial.of(row, "FIELDS",
        Expectation.lowered(Level.POSSIBLE, "Gated.gate", "Gated.a", "Gated.b"),
        List.of("Gated.gate", "Gated.a", "Gated.b"), JvmRows::gatedFields));
    return trials;
  }

  private static void gatedFields(String prefix) {
    Gated gated = new Gated();
    ThreadScript.alone(prefix + " T1", () -> gated.nest(gated.a, gated.b));
    ThreadScript.alone(prefix + " T2", () -> gated.nest(gated.b, gated.a));
  }

  private static final class Gated {
    private final ReentrantLock gate = new ReentrantLock();
    private final ReentrantLock a = new ReentrantLock();
    private final ReentrantLock b = new ReentrantLock();

    void nest(ReentrantLock outer, ReentrantLock inner) {
      gate.lock();
      outer.lock();
      inner.lock();
      inner.unlock();
      outer.unlock();
      gate.unlock();
    }
  }
}
