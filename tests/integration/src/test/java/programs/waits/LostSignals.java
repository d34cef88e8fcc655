package programs.waits;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * Waits that nothing is looked at for with the lock in hand, so that a signal which comes a moment
 * earlier is lost. Here each finds its waiter. With the argument "virtual" threads are virtual.
 */
public final class LostSignals {
  private static boolean virtual;

  private LostSignals() {}

  public static void main(String[] args) throws Exception {
    virtual = args.length > 0;
    Latches.main();
    Answers.main();
    OneShot.main();
    Gate.main();
  }

  static Thread start(String name, Turns.Part part) throws ReflectiveOperationException {
    return virtual ? Turns.startVirtual(name, part) : Turns.start(name, part);
  }

  /**
   * POOL-149: whoever finds the pool empty waits on a latch of its own, and looked whether it was
   * served before it took the latch.
   */
  static final class Latches {
    static void main() throws Exception {
      Pool pool = new Pool();
      Object first = pool.borrow();
      Thread other = start("other", () -> pool.giveBack(pool.borrow()));
      Turns.untilInWait(other);
      pool.giveBack(first);
      other.join();
    }
  }

  static final class Latch {
    Object object;
  }

  static final class Pool {
    private final Queue<Latch> queue = new ArrayDeque<>();
    private Object idle = new Object();

    Object borrow() throws InterruptedException {
      Latch latch = new Latch();
      synchronized (this) {
        queue.add(latch);
        allocate();
      }
      if (latch.object == null) {
        synchronized (latch) {
          latch.wait(); // on the circle
        }
      }
      return latch.object;
    }

    synchronized void giveBack(Object object) {
      idle = object;
      allocate();
    }

    private void allocate() {
      if (idle != null && !queue.isEmpty()) {
        Latch latch = queue.remove();
        latch.object = idle;
        idle = null;
        synchronized (latch) {
          latch.notify();
        }
      }
    }
  }

  static final class Answers {
    static void main() throws Exception {
      Answer answer = new Answer();
      Thread asks = start("asks", answer::get);
      Turns.untilInWait(asks);
      answer.set("yes");
      asks.join();
    }
  }

  static final class Answer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private volatile String text;

    String get() throws InterruptedException {
      if (text == null) {
        lock.lock();
        try {
          given.await(); // on the circle
        } finally {
          lock.unlock();
        }
      }
      return text;
    }

    void set(String value) {
      text = value;
      lock.lock();
      try {
        given.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** All in synchronized methods. */
  static final class OneShot {
    static void main() throws Exception {
      OneShot shot = new OneShot();
      Thread waits = start("waits", shot::await);
      Turns.untilInWait(waits);
      shot.fire();
      waits.join();
    }

    private synchronized void await() throws InterruptedException {
      wait(); // on the circle
    }

    private synchronized void fire() {
      notifyAll();
    }
  }

  /** Several wait for one signal; a variable of their own says whether they do. */
  static final class Gate {
    static void main() throws Exception {
      Gate gate = new Gate();
      Thread one = start("one", () -> gate.pass(true));
      Thread two = start("two", () -> gate.pass(true));
      Turns.untilInWait(one);
      Turns.untilInWait(two);
      gate.open();
      one.join();
      two.join();
    }

    private void pass(boolean waiting) throws InterruptedException {
      synchronized (this) {
        if (waiting) {
          wait(); // on the circle
        }
      }
    }

    private void open() {
      synchronized (this) {
        notifyAll();
      }
    }
  }
}
