package programs.declared;

import static dev.jlockdep.tests.support.ThreadScript.alone;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.read;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Retry;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.declared.Locks.Sleeping;

/** Operations that need a lock, asserts, retry loops. */
final class GuardKernels {
  private GuardKernels() {}

  static void add(Map<String, Kernel> all) {
    all.put("unguarded", k -> punch(k, null));
    all.put("guardedShared", k -> punch(k, AcquireMode.READ));
    all.put("guarded", k -> punch(k, AcquireMode.EXCLUSIVE));
    all.put("guardedByOther", GuardKernels::guardedByOther);
    all.put("guardedByOtherInstance", GuardKernels::guardedByOtherInstance);
    all.put("guardOfJdk", GuardKernels::guardOfJdk);
    all.put("guardOnRange", GuardKernels::guardOnRange);
    all.put("guardInferred", k -> inferred(k, 38, 3));
    all.put("guardNotInferred", k -> inferred(k, 17, 3));
    all.put("assertHeld", k -> alone(k + " T",
        () -> Lockdep.assertHeld(lock(k + ".x"), AcquireMode.READ)));
    all.put("assertNotHeld", GuardKernels::assertNotHeld);
    all.put("noProgress", k -> retries(k, 3, 7, 7, 7));
    all.put("twoAttempts", k -> retries(k, 2, 7, 7));
    all.put("slowProgress", k -> retries(k, 2, 7, 7, 6, 6, 5, 5));
    all.put("retriesLimit", GuardKernels::retriesLimit);
    all.put("fallsBack", GuardKernels::fallsBack);
  }

  private static void punch(String k, AcquireMode mode) {
    Sleeping invalidate = lock(k + ".invalidate_lock");
    alone(k + " T", () -> {
      if (mode != null) {
        Lockdep.acquire(invalidate, mode);
      }
      Lockdep.requires(k + " delalloc punch", invalidate, AcquireMode.EXCLUSIVE);
      if (mode != null) {
        release(invalidate);
      }
    });
  }

  private static void guardedByOther(String k) {
    Sleeping invalidate = lock(k + ".invalidate_lock");
    Sleeping ilock = lock(k + ".ilock");
    alone(k + " T", () -> {
      read(ilock);
      Lockdep.requiresAny(k + " load", AcquireMode.READ, invalidate, ilock);
      release(ilock);
    });
  }

  private static void guardedByOtherInstance(String k) {
    Sleeping mine = lock(k + ".ilock");
    Sleeping other = lock(k + ".ilock");
    alone(k + " T", () -> {
      write(other);
      Lockdep.requires(k + " map", mine, AcquireMode.READ);
      release(other);
    });
  }

  private static void guardOfJdk(String k) {
    ReentrantReadWriteLock lock = Lockdep.name(new ReentrantReadWriteLock(), k + ".lock");
    alone(k + " T", () -> {
      lock.writeLock().lock();
      Lockdep.requires(k + " update", lock, AcquireMode.EXCLUSIVE);
      lock.writeLock().unlock();
      lock.readLock().lock();
      Lockdep.requires(k + " look", lock, AcquireMode.READ);
      lock.readLock().unlock();
      synchronized (lock) {
        // the monitor of a lock object is another lock
        Lockdep.requires(k + " store", lock, AcquireMode.EXCLUSIVE);
      }
    });
  }

  private static void guardOnRange(String k) {
    Object tree = RangeKernels.tree(k);
    alone(k + " T", () -> {
      RangeKernels.acquire(tree, 0, 4);
      Lockdep.requires(k + " extent", tree, AcquireMode.EXCLUSIVE);
      Lockdep.releaseRange(tree, 0, 4);
    });
  }

  private static void inferred(String k, int with, int without) {
    Sleeping mutex = lock(k + ".mutex");
    // set up by one thread alone, which needs no lock
    alone(k + " setup", () -> truncateRange(k));
    alone(k + " T1", () -> {
      for (int i = 0; i < with; i++) {
        write(mutex);
        truncateRange(k);
        release(mutex);
      }
    });
    alone(k + " T2", () -> {
      for (int i = 0; i < without; i++) {
        forgets(k);
      }
    });
  }

  private static void forgets(String k) {
    truncateRange(k);
  }

  private static void truncateRange(String k) {
    Lockdep.operation(k + " truncateRange");
  }

  private static void assertNotHeld(String k) {
    Sleeping x = lock(k + ".x");
    alone(k + " T", () -> {
      Lockdep.assertNotHeld(x);
      read(x);
      Lockdep.assertNotHeld(x);
      release(x);
    });
  }

  private static void retries(String k, int attempts, long... left) {
    alone(k + " T", () -> {
      try (Retry retry = Lockdep.retry(k + ".directWrite")) {
        for (long l : left) {
          retry.attempt(l);
        }
      }
    });
  }

  private static void retriesLimit(String k) {
    alone(k + " T", () -> {
      try (Retry retry = Lockdep.retry(k + ".poll", 64)) {
        for (int i = 0; i < 64; i++) {
          retry.attempt(0);
        }
      }
    });
  }

  private static void fallsBack(String k) {
    alone(k + " T", () -> {
      try (Retry retry = Lockdep.retry(k + ".directWrite")) {
        retry.attempt(7);
        retry.attempt(7);
        retry.fellBack();
        retry.attempt(7);
        retry.attempt(7);
      }
    });
  }
}
