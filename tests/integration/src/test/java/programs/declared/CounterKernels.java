package programs.declared;

import static dev.jlockdep.tests.support.ThreadScript.alone;
import static programs.declared.Locks.counter;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.read;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.tests.support.ThreadScript;
import java.util.Map;
import programs.declared.Locks.InFlight;
import programs.declared.Locks.Node;
import programs.declared.Locks.Sleeping;

/** Counters and events: holds that belong to whoever must end them. */
final class CounterKernels {
  private CounterKernels() {}

  /** Something that is completed once. */
  static final class Ordered {}

  static void add(Map<String, Kernel> all) {
    all.put("waitsForOwnUnit", CounterKernels::waitsForOwnUnit);
    all.put("waitsAfterEnd", CounterKernels::waitsAfterEnd);
    all.put("waitsForOtherInstance", CounterKernels::waitsForOtherInstance);
    all.put("handedToThread", CounterKernels::handedToThread);
    all.put("handedToPool", CounterKernels::handedToPool);
    all.put("completionNeedsLock", CounterKernels::completionNeedsLock);
    all.put("completionClaims", CounterKernels::completionClaims);
    all.put("completionNeedsOtherLock", CounterKernels::completionNeedsOtherLock);
    all.put("ownEvent", CounterKernels::ownEvent);
    all.put("submittedEvent", CounterKernels::submittedEvent);
    all.put("eventAfterRange", CounterKernels::eventAfterRange);
    all.put("signallerFromItsStart", k -> thaw(k, true));
    all.put("evictedInBackground", k -> thaw(k, false));
    all.put("endedTwice", CounterKernels::endedTwice);
    all.put("endedWithoutBegin", CounterKernels::endedWithoutBegin);
    all.put("endedWithoutTicket", CounterKernels::endedWithoutTicket);
    all.put("handedOverByStranger", CounterKernels::handedOverByStranger);
    all.put("handedOverAfterEnd", CounterKernels::handedOverAfterEnd);
    all.put("handedOverToTheDead", CounterKernels::handedOverToTheDead);
    all.put("handedOverLate", CounterKernels::handedOverLate);
    all.put("leftAtReturn", CounterKernels::leftAtReturn);
    all.put("handedOverAtReturn", CounterKernels::handedOverAtReturn);
    all.put("leftAtThreadEnd", CounterKernels::leftAtThreadEnd);
    all.put("nodeGate", k -> nodeGate(k, false, false));
    all.put("nodeGateOfOther", k -> nodeGate(k, true, false));
    all.put("nodeGateHandedOver", k -> nodeGate(k, false, true));
    all.put("nodeGateOfMany", CounterKernels::nodeGateOfMany);
    all.put("nodeGateShared", CounterKernels::nodeGateShared);
  }

  private static void waitsForOwnUnit(String k) {
    InFlight dio = counter(k + ".dio");
    Sleeping rwsem = lock(k + ".i_rwsem");
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      write(rwsem);
      Lockdep.await(dio);
      release(rwsem);
      unit.end();
    });
  }

  private static Ticket submit(InFlight dio) {
    return Lockdep.begin(dio);
  }

  private static void waitsAfterEnd(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      submit(dio).end();
      unit.end();
      Lockdep.await(dio);
    });
  }

  private static void waitsForOtherInstance(String k) {
    InFlight a = counter(k + ".dio");
    InFlight b = counter(k + ".dio");
    alone(k + " T", () -> {
      Ticket unit = submit(a);
      Lockdep.await(b);
      unit.end();
    });
  }

  private static void handedToThread(String k) {
    InFlight dio = counter(k + ".dio");
    Thread[] worker = new Thread[1];
    Ticket[] unit = new Ticket[1];
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " worker", () -> worker[0] = Thread.currentThread());
      script.step(k + " T", () -> {
        unit[0] = submit(dio);
        unit[0].handOff(worker[0]);
        Lockdep.await(dio);
      });
      script.step(k + " worker", () -> unit[0].end());
    }
  }

  private static void handedToPool(String k) {
    InFlight dio = counter(k + ".dio");
    Ticket[] unit = new Ticket[1];
    alone(k + " T", () -> {
      unit[0] = submit(dio);
      unit[0].handOff(new Node());
      Lockdep.await(dio);
      Lockdep.assertNothingHeld(k + " end");
    });
    alone(k + " worker", () -> unit[0].end());
  }

  /** Ended under a lock by whoever came along; waited for under the same lock. */
  private static void completionNeedsLock(String k) {
    InFlight dio = counter(k + ".dio");
    Sleeping lock = lock(k + ".lock");
    completes(k, dio, lock, false);
    alone(k + " waiter", () -> {
      write(lock);
      Lockdep.await(dio);
      release(lock);
    });
  }

  /** The completion takes and leaves the lock before it ends the unit that it has claimed. */
  private static void completionClaims(String k) {
    InFlight dio = counter(k + ".dio");
    Sleeping lock = lock(k + ".lock");
    completes(k, dio, lock, true);
    alone(k + " waiter", () -> {
      write(lock);
      Lockdep.await(dio);
      release(lock);
    });
  }

  private static void completionNeedsOtherLock(String k) {
    InFlight dio = counter(k + ".dio");
    Sleeping lock = lock(k + ".lock");
    Sleeping other = lock(k + ".other");
    completes(k, dio, lock, false);
    alone(k + " waiter", () -> {
      write(other);
      Lockdep.await(dio);
      release(other);
    });
  }

  private static void completes(String k, InFlight dio, Sleeping lock, boolean claims) {
    Ticket[] unit = new Ticket[1];
    alone(k + " T", () -> {
      unit[0] = submit(dio);
      unit[0].handOff(new Node());
    });
    alone(k + " worker", () -> {
      if (claims) {
        unit[0].handOff(Thread.currentThread());
      }
      write(lock);
      if (claims) {
        release(lock);
        unit[0].end();
      } else {
        unit[0].end();
        release(lock);
      }
    });
  }

  private static void ownEvent(String k) {
    Sleeping rwsem = lock(k + ".i_rwsem");
    alone(k + " T", () -> {
      Ordered ordered = new Ordered();
      write(rwsem);
      Ticket promise = Lockdep.event(ordered, k + ".ordered", new Node());
      fault(ordered);
      promise.end();
      release(rwsem);
    });
  }

  private static void fault(Ordered ordered) {
    Lockdep.await(ordered);
  }

  private static void submittedEvent(String k) {
    Thread[] endio = new Thread[1];
    Ticket[] promise = new Ticket[1];
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " endio", () -> endio[0] = Thread.currentThread());
      script.step(k + " T", () -> {
        Ordered ordered = new Ordered();
        promise[0] = Lockdep.event(ordered, k + ".ordered", new Node());
        promise[0].handOff(endio[0]);
        fault(ordered);
      });
      script.step(k + " endio", () -> promise[0].end());
    }
  }

  /** A reader waits for an ordered extent in a range that its completion needs. */
  private static void eventAfterRange(String k) {
    Node inode = new Node();
    Object tree = Lockdep.declareRanges(new RangeKernels.Tree(), k + ".range", inode);
    Thread[] endio = new Thread[1];
    Ordered[] ordered = new Ordered[1];
    Ticket[] promise = new Ticket[1];
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " endio", () -> endio[0] = Thread.currentThread());
      script.step(k + " writer", () -> {
        ordered[0] = new Ordered();
        promise[0] = Lockdep.event(ordered[0], k + ".ordered", inode);
        promise[0].handOff(endio[0]);
      });
      script.step(k + " endio", () -> {
        RangeKernels.acquire(tree, 0, 4);
        Lockdep.releaseRange(tree, 0, 4);
        promise[0].end();
      });
      script.step(k + " reader", () -> {
        RangeKernels.acquire(tree, 0, 4);
        Lockdep.await(ordered[0]);
        Lockdep.releaseRange(tree, 0, 4);
      });
    }
  }

  private static void thaw(String k, boolean underUmount) {
    InFlight frozen = counter(k + ".sb_frozen");
    Sleeping umount = lock(k + ".s_umount");
    alone(k + " dropper", () -> {
      if (underUmount) {
        read(umount);
      }
      Lockdep.await(frozen);
      if (underUmount) {
        release(umount);
      }
    });
    alone(k + " thawer", () -> {
      Ticket signal = Lockdep.begin(frozen);
      write(umount);
      signal.end();
      release(umount);
    });
  }

  private static void endedTwice(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      unit.end();
      unit.end();
    });
  }

  private static void endedWithoutBegin(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> Lockdep.end(dio));
  }

  private static void endedWithoutTicket(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> {
      submit(dio);
      submit(dio);
      Lockdep.handOff(dio, new Node());
      Lockdep.end(dio);
      alone(k + " other", () -> Lockdep.end(dio));
      Lockdep.assertNothingHeld(k + " end");
      Lockdep.await(dio);
    });
  }

  private static void handedOverByStranger(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      alone(k + " stranger", () -> unit.handOff(Thread.currentThread()));
      unit.end();
      Lockdep.assertNothingHeld(k + " end");
    });
  }

  private static void handedOverAfterEnd(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      unit.end();
      unit.handOff(new Node());
    });
  }

  private static void handedOverToTheDead(String k) throws InterruptedException {
    InFlight dio = counter(k + ".dio");
    Thread dead = new Thread(() -> {}, k + " dead");
    dead.start();
    dead.join();
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      unit.handOff(dead);
      unit.end();
    });
  }

  /** The work was done before its submitter came to hand it over: legal. */
  private static void handedOverLate(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      alone(k + " worker", unit::end);
      unit.handOff(new Node());
      Lockdep.assertNothingHeld(k + " end");
    });
  }

  private static void leftAtReturn(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      Lockdep.assertNothingHeld("return to user");
      unit.end();
    });
  }

  private static void handedOverAtReturn(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> {
      Ticket unit = submit(dio);
      unit.handOff(Lockdep.taskQueue(k + ".tw", null).drainedBy(Thread.currentThread()));
      Lockdep.assertNothingHeld("return to user");
      unit.end();
    });
  }

  private static void leftAtThreadEnd(String k) {
    InFlight dio = counter(k + ".dio");
    alone(k + " T", () -> submit(dio).handOff(
        Lockdep.taskQueue(k + ".tw", null).drainedBy(Thread.currentThread())));
  }

  /**
   * Direct I/O that may fault inside its section, and fallocate: no deadlock, since submission holds
   * the same inode's i_rwsem shared and the drain holds it exclusively.
   */
  private static void nodeGate(String k, boolean ofOther, boolean handsOver) {
    Inode a = new Inode(k);
    Inode b = new Inode(k);
    Inode c = new Inode(k);
    alone(k + " dio", () -> {
      // the gate must be that of the inode on the circle
      Sleeping gate = ofOther ? c.rwsem : a.rwsem;
      read(gate);
      Ticket unit = Lockdep.begin(a.dio);
      read(b.invalidate);
      release(b.invalidate);
      release(gate);
      if (handsOver) {
        // the completion is left to this task's own work, which outlives the lock
        unit.handOff(Lockdep.taskQueue(k + ".tw", null).drainedBy(Thread.currentThread()));
        read(b.invalidate);
        release(b.invalidate);
      }
      unit.end();
    });
    alone(k + " fallocate", () -> {
      write(b.rwsem);
      write(b.invalidate);
      Lockdep.await(b.dio);
      release(b.invalidate, b.rwsem);
    });
  }

  /** Two pages of one inode do not exclude each other, so they are no gate. */
  private static void nodeGateOfMany(String k) {
    Inode a = new Inode(k);
    Inode b = new Inode(k);
    Sleeping pageOfA = lock(k + ".page", a);
    Sleeping pageOfB = lock(k + ".page", b);
    Lockdep.declare(new Sleeping(), k + ".page", b, "rwsem");
    alone(k + " dio", () -> {
      write(pageOfA);
      Ticket unit = Lockdep.begin(a.dio);
      read(b.invalidate);
      release(b.invalidate, pageOfA);
      unit.end();
    });
    alone(k + " fallocate", () -> {
      write(pageOfB);
      write(b.invalidate);
      Lockdep.await(b.dio);
      release(b.invalidate, pageOfB);
    });
  }

  /** Two shared holds of the gate do not exclude each other. */
  private static void nodeGateShared(String k) {
    Inode a = new Inode(k);
    alone(k + " dio", () -> {
      read(a.rwsem);
      Ticket unit = Lockdep.begin(a.dio);
      read(a.invalidate);
      release(a.invalidate);
      unit.end();
      release(a.rwsem);
    });
    alone(k + " reader", () -> {
      Lockdep.acquire(a.rwsem, AcquireMode.READ);
      write(a.invalidate);
      Lockdep.await(a.dio);
      release(a.invalidate, a.rwsem);
    });
  }

  private static final class Inode {
    final Sleeping rwsem;
    final Sleeping invalidate;
    final InFlight dio;

    Inode(String k) {
      rwsem = lock(k + ".i_rwsem", this);
      invalidate = lock(k + ".invalidate_lock", this);
      dio = counter(k + ".dio", this);
    }
  }
}
