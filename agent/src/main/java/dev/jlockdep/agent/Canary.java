package dev.jlockdep.agent;

import dev.jlockdep.LockdepControl;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes one lock of each basic kind, one after the other, and looks whether the hooks noticed. The
 * only type of the agent that is woven.
 */
final class Canary implements Runnable {
  static final int BLOCK = 1;
  static final int METHOD = 2;
  static final int LOCK = 4;
  static final int ALL = BLOCK | METHOD | LOCK;
  private final Object monitor = new Object();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile int noticed;

  @Override
  public void run() {
    int seen = 0;
    synchronized (monitor) {
      seen |= LockdepControl.depth() == 1 ? BLOCK : 0;
    }
    seen |= method() == 1 ? METHOD : 0;
    lock.lock();
    try {
      seen |= LockdepControl.depth() == 1 ? LOCK : 0;
    } finally {
      lock.unlock();
    }
    noticed = LockdepControl.depth() == 0 ? seen : 0;
  }

  private synchronized int method() {
    return LockdepControl.depth();
  }

  int noticed() {
    return noticed;
  }
}
