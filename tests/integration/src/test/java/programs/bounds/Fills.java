package programs.bounds;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * An inversion of A and B; then a hundred lock classes, each pair of neighbours in both orders, and
 * twenty locks held at once, twenty handed over, twenty that may be taken away, twenty regions, twenty
 * objects waited for in vain, at two places.
 */
public final class Fills {
  private static final Object A = new Object();
  private static final Object B = new Object();
  private static final ReentrantLock[] LOCKS = new ReentrantLock[100];
  private static final int MANY = 20;
  private static final Object[] NEVER = new Object[MANY];
  private static int used;

  private Fills() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> {
          synchronized (A) {
            synchronized (B) {
              used++;
            }
          }
        },
        () -> {
          synchronized (B) {
            synchronized (A) {
              used++;
            }
          }
        });
    for (int i = 0; i < MANY; i++) {
      NEVER[i] = new Object();
    }
    for (int i = 0; i < LOCKS.length; i++) {
      LOCKS[i] = new ReentrantLock();
      Lockdep.name(LOCKS[i], "lock " + i);
    }
    Turns.inOrder(
        () -> {
          for (int i = 1; i < LOCKS.length; i++) {
            nested(LOCKS[i - 1], LOCKS[i]);
          }
        },
        () -> {
          for (int i = 1; i < LOCKS.length; i++) {
            nested(LOCKS[i], LOCKS[i - 1]);
          }
        },
        () -> deep(0));
    handedOver();
    Turns.inOrder(() -> revocable(0));
    inVain();
    for (int i = 0; i < MANY; i++) {
      try (Scope in = Lockdep.region("region " + i).enter()) {
        used++;
      }
    }
    for (ReentrantLock lock : LOCKS) {
      used -= lock.isLocked() ? 1_000 : 0;
    }
    System.out.println("used " + used);
  }

  private static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock();
    try {
      inner.lock();
      used++;
      inner.unlock();
    } finally {
      outer.unlock();
    }
  }

  /** Taken by one thread, given up to nobody in particular, and let go by another one. */
  private static void handedOver() throws InterruptedException {
    Object[] locks = new Object[MANY];
    Turns.inOrder(
        () -> {
          for (int i = 0; i < MANY; i++) {
            locks[i] = Lockdep.name(new Object(), "handed over");
            Lockdep.acquire(locks[i], AcquireMode.EXCLUSIVE);
            Lockdep.handOff(locks[i], "whoever comes");
          }
        },
        () -> {
          for (Object lock : locks) {
            Lockdep.release(lock);
            used++;
          }
        });
  }

  /** All of them at once; half of them are taken away, and the others let go by their taker. */
  private static void revocable(int depth) {
    if (depth == MANY) {
      return;
    }
    Object lock = Lockdep.name(new Object(), "revocable");
    Lockdep.acquire(lock, AcquireMode.EXCLUSIVE);
    try (Scope may = Lockdep.revocable(lock)) {
      revocable(depth + 1);
      if (depth % 2 == 0) {
        Lockdep.revoked(lock);
      }
    }
    if (depth % 2 != 0) {
      Lockdep.release(lock);
    }
    used++;
  }

  private static void inVain() throws InterruptedException {
    for (int i = 0; i < MANY; i++) {
      Object never = NEVER[i];
      boolean elsewhere = i == 0;
      Turns.interruptStuck(
          Turns.start("in vain", () -> {
            if (elsewhere) {
              waitsElsewhere(never);
            } else {
              waits(never);
            }
          }));
    }
  }

  private static void waits(Object never) {
    try {
      synchronized (A) {
        synchronized (never) {
          never.wait();
        }
      }
    } catch (InterruptedException meant) {
      used++;
    }
  }

  private static void waitsElsewhere(Object never) {
    try {
      synchronized (A) {
        synchronized (never) {
          never.wait();
        }
      }
    } catch (InterruptedException meant) {
      used++;
    }
  }

  private static void deep(int depth) {
    if (depth == MANY) {
      return;
    }
    LOCKS[depth].lock();
    try {
      used++;
      deep(depth + 1);
    } finally {
      LOCKS[depth].unlock();
    }
  }
}
