package programs.declared;

import static dev.jlockdep.tests.support.ThreadScript.alone;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.read;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import dev.jlockdep.tests.support.ThreadScript;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import programs.declared.Locks.Sleeping;

/** Kinds of declared locks, pins, points that may take a lock, releases by other threads. */
final class LockKernels {
  private LockKernels() {}

  static void add(Map<String, Kernel> all) {
    all.put("nonReentrantTwice", LockKernels::nonReentrantTwice);
    all.put("reentrantTwice", LockKernels::reentrantTwice);
    all.put("reentrantUpgrade", LockKernels::reentrantUpgrade);
    all.put("ownAgain", LockKernels::ownAgain);
    all.put("exclusiveThenRead", k -> abbaWithReader(k, false));
    all.put("downgradedThenRead", k -> abbaWithReader(k, true));
    all.put("mightLock", LockKernels::mightLock);
    all.put("mightLockOfJdk", LockKernels::mightLockOfJdk);
    all.put("mightLockHeld", LockKernels::mightLockHeld);
    all.put("mightLockSameOrder", LockKernels::mightLockSameOrder);
    all.put("releasedByAnother", LockKernels::releasedByAnother);
    all.put("releasedWhileOneWaits", LockKernels::releasedWhileOneWaits);
    all.put("releasedWhileAWriterWaits", LockKernels::releasedWhileAWriterWaits);
    all.put("releasedTwice", LockKernels::releasedTwice);
    all.put("releasedByAnotherTwice", LockKernels::releasedByAnotherTwice);
    all.put("handedOverLock", LockKernels::handedOverLock);
    all.put("handedOverNotHeld", LockKernels::handedOverNotHeld);
    all.put("pinnedReleased", LockKernels::pinnedReleased);
    all.put("pinnedReleasedOfJdk", LockKernels::pinnedReleasedOfJdk);
    all.put("pinnedKept", LockKernels::pinnedKept);
    all.put("pinnedNotHeld", k -> alone(k + " T", () -> Lockdep.pin(lock(k + ".x")).close()));
    all.put("subclasses", LockKernels::subclasses);
  }

  private static void nonReentrantTwice(String k) {
    Sleeping x = lock(k + ".x");
    alone(k + " T", () -> {
      outer(x);
      write(x);
      release(x, x);
    });
  }

  private static void outer(Sleeping x) {
    write(x);
  }

  private static void reentrantTwice(String k) {
    Sleeping x = Lockdep.declareReentrant(new Sleeping(), k + ".x", null, "rwsem");
    Sleeping y = lock(k + ".y");
    alone(k + " T", () -> {
      write(x);
      write(x);
      read(x);
      Lockdep.sync(x, AcquireMode.EXCLUSIVE);
      Lockdep.mightLock(x, AcquireMode.EXCLUSIVE);
      release(x, x, x);
      // all of them are gone: nothing is held here
      write(y);
      write(x);
      release(x, y);
    });
  }

  private static void reentrantUpgrade(String k) {
    Sleeping x = Lockdep.declareReentrant(new Sleeping(), k + ".x", null, "rwsem");
    alone(k + " T", () -> {
      read(x);
      write(x);
      release(x, x);
    });
  }

  private static void ownAgain(String k) {
    Sleeping x = lock(k + ".x");
    alone(k + " T", () -> {
      write(x);
      Lockdep.acquireUnder(x, AcquireMode.EXCLUSIVE, x);
      release(x, x);
    });
  }

  private static void abbaWithReader(String k, boolean downgraded) {
    Sleeping x = lock(k + ".x");
    Sleeping y = lock(k + ".y");
    alone(k + " T1", () -> {
      write(x);
      if (downgraded) {
        Lockdep.downgraded(x);
      }
      write(y);
      release(y, x);
    });
    alone(k + " T2", () -> {
      write(y);
      Lockdep.acquire(x, AcquireMode.RECURSIVE_READ);
      release(x, y);
    });
  }

  private static void mightLock(String k) {
    Sleeping x = lock(k + ".x");
    Sleeping y = lock(k + ".y");
    alone(k + " T1", () -> {
      write(x);
      Lockdep.mightLock(y, AcquireMode.EXCLUSIVE);
      release(x);
    });
    alone(k + " T2", () -> {
      write(y);
      write(x);
      release(x, y);
    });
  }

  private static void mightLockOfJdk(String k) {
    ReentrantLock x = Lockdep.name(new ReentrantLock(), k + ".x");
    Object y = Lockdep.name(new Object(), k + ".y");
    alone(k + " T1", () -> {
      x.lock();
      Lockdep.mightLock(y, AcquireMode.EXCLUSIVE);
      x.unlock();
    });
    alone(k + " T2", () -> {
      synchronized (y) {
        x.lock();
        x.unlock();
      }
    });
  }

  private static void mightLockHeld(String k) {
    ReentrantLock x = Lockdep.name(new ReentrantLock(), k + ".x");
    ReentrantLock y = Lockdep.name(new ReentrantLock(), k + ".y");
    alone(k + " T", () -> {
      x.lock();
      y.lock();
      Lockdep.mightLock(x, AcquireMode.EXCLUSIVE);
      y.unlock();
      x.unlock();
    });
  }

  private static void mightLockSameOrder(String k) {
    Sleeping x = lock(k + ".x");
    Sleeping y = lock(k + ".y");
    alone(k + " T1", () -> {
      Lockdep.mightLock(y, AcquireMode.EXCLUSIVE);
      write(x);
      Lockdep.mightLock(y, AcquireMode.EXCLUSIVE);
      release(x);
    });
    alone(k + " T2", () -> {
      write(x);
      write(y);
      release(y, x);
    });
  }

  private static void releasedByAnother(String k) {
    Sleeping range = lock(k + ".range");
    Sleeping folio = lock(k + ".folio");
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " T", () -> write(range));
      script.step(k + " T", () -> write(folio));
      script.step(k + " endio", () -> release(folio, range));
      script.step(k + " T", () -> Lockdep.assertNothingHeld(k + " end"));
    }
  }

  /** The one that asked first had it; the one that waited has it then. */
  private static void releasedWhileOneWaits(String k) {
    Sleeping x = lock(k + ".x");
    Sleeping y = lock(k + ".y");
    try (ThreadScript script = new ThreadScript()) {
      // known first
      script.step(k + " waiter", () -> {
        write(y);
        release(y);
      });
      script.step(k + " T", () -> write(x));
      script.step(k + " waiter", () -> write(x));
      script.step(k + " endio", () -> release(x));
      script.step(k + " T", () -> Lockdep.assertNothingHeld(k + " end"));
      script.step(k + " waiter", () -> {
        Lockdep.assertHeld(x, AcquireMode.EXCLUSIVE);
        release(x);
      });
    }
  }

  /** A read that another thread ends is none of the writer's, who waits for the readers. */
  private static void releasedWhileAWriterWaits(String k) {
    Sleeping x = lock(k + ".x");
    Sleeping y = lock(k + ".y");
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " writer", () -> {
        write(y);
        release(y);
      });
      script.step(k + " T", () -> read(x));
      script.step(k + " writer", () -> write(x));
      script.step(k + " endio", () -> release(x));
      script.step(k + " T", () -> Lockdep.assertNothingHeld(k + " end"));
      script.step(k + " writer", () -> {
        Lockdep.assertHeld(x, AcquireMode.EXCLUSIVE);
        release(x);
      });
    }
  }

  private static void releasedTwice(String k) {
    Sleeping x = lock(k + ".x");
    alone(k + " T", () -> {
      write(x);
      release(x);
      release(x);
    });
  }

  private static void releasedByAnotherTwice(String k) {
    Sleeping x = lock(k + ".x");
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " T", () -> write(x));
      script.step(k + " endio", () -> release(x));
      script.step(k + " T", () -> release(x));
    }
  }

  /** The taker hands its lock over: what the new holder asks for then comes after it. */
  private static void handedOverLock(String k) {
    Sleeping x = lock(k + ".x");
    Sleeping y = lock(k + ".y");
    Thread[] endio = new Thread[1];
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " endio", () -> endio[0] = Thread.currentThread());
      script.step(k + " T", () -> {
        write(x);
        Lockdep.handOff(x, endio[0]);
        Lockdep.assertNothingHeld(k + " end");
      });
      script.step(k + " endio", () -> {
        write(y);
        release(y, x);
      });
      script.step(k + " T", () -> {
        write(y);
        write(x);
        release(x, y);
      });
    }
  }

  private static void handedOverNotHeld(String k) {
    Sleeping x = lock(k + ".x");
    alone(k + " T", () -> Lockdep.handOff(x, Thread.currentThread()));
  }

  private static void pinnedReleased(String k) {
    Sleeping x = lock(k + ".x");
    alone(k + " T", () -> {
      write(x);
      try (Scope pin = Lockdep.pin(x)) {
        release(x);
        write(x);
      }
      release(x);
    });
  }

  private static void pinnedReleasedOfJdk(String k) {
    ReentrantLock x = Lockdep.name(new ReentrantLock(), k + ".x");
    alone(k + " T", () -> {
      x.lock();
      try (Scope pin = Lockdep.pin(x)) {
        x.unlock();
        x.lock();
      }
      x.unlock();
    });
  }

  private static void pinnedKept(String k) {
    Sleeping x = lock(k + ".x");
    ReentrantLock y = Lockdep.name(new ReentrantLock(), k + ".y");
    alone(k + " T", () -> {
      write(x);
      y.lock();
      try (Scope pin = Lockdep.pin(x);
          Scope other = Lockdep.pin(y)) {
        y.lock();
        y.unlock();
      }
      y.unlock();
      release(x);
    });
  }

  private static void subclasses(String k) {
    Sleeping a = lock(k + ".inode");
    Sleeping b = lock(k + ".inode");
    alone(k + " T", () -> {
      write(a);
      Lockdep.acquireNested(b, AcquireMode.EXCLUSIVE, 1);
      release(b, a);
    });
  }
}
