package programs.transparent;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks taken and let go at the very end of the stack, over and over, in one order only; in between
 * the same locks one after the other. A release that a hook had no stack to see must not make the
 * rest of the run look as if the lock were held.
 */
public final class StackEnds {
  private static final Object A = new Object();
  private static final Object B = new Object();
  private static final ReentrantLock L = new ReentrantLock();
  private static final ReentrantLock M = new ReentrantLock();
  private static int used;

  private StackEnds() {}

  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    Thread deep = new Thread(null, () -> rounds(rounds), "deep", 512 * 1024);
    deep.start();
    deep.join();
    System.out.println(rounds + " rounds");
  }

  private static void rounds(int rounds) {
    for (int i = 0; i < rounds; i++) {
      try {
        // other depths, so that the end comes at other instructions
        shift(i % 7);
      } catch (StackOverflowError expected) {
        used++;
      }
      try {
        letGo();
        oneByOne();
      } catch (StackOverflowError delayed) {
        // the JVM may throw it behind a critical section of its own
        used++;
      }
      letGo();
    }
  }

  private static void shift(int frames) {
    if (frames == 0) {
      dive();
    } else {
      shift(frames - 1);
    }
  }

  private static void dive() {
    synchronized (A) {
      synchronized (B) {
        used++;
      }
    }
    L.lock();
    try {
      M.lock();
      try {
        used++;
      } finally {
        M.unlock();
      }
    } finally {
      L.unlock();
    }
    method();
    dive();
  }

  private static synchronized void method() {
    used++;
  }

  /** The JVM itself can leave a lock taken when its unlock meets the end of the stack. */
  private static void letGo() {
    while (M.isHeldByCurrentThread()) {
      M.unlock();
    }
    while (L.isHeldByCurrentThread()) {
      L.unlock();
    }
  }

  private static void oneByOne() {
    M.lock();
    M.unlock();
    L.lock();
    L.unlock();
    synchronized (B) {
      used++;
    }
    synchronized (A) {
      used++;
    }
    // the other way round for a lock that is certainly free: with a stale hold it is an inversion
    L.lock();
    try {
      synchronized (B) {
        used++;
      }
    } finally {
      L.unlock();
    }
    synchronized (A) {
      M.lock();
      M.unlock();
    }
  }
}
