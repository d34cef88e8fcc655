package programs.waits;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * Waits whose signal cannot be lost. With the argument "again" only the limit: one that is lost is
 * made up for by the next.
 */
public final class SignalsKept {
  private SignalsKept() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      Ticks.main();
      return;
    }
    Latches.main();
    StartedInside.main();
    LookedFurtherOut.main();
    TimeLimit.main();
    Answers.main();
    NeverSignalled.main();
    Suppressed.main();
  }

  /** POOL-149, repaired: the latch is looked at with its monitor in hand. */
  static final class Latches {
    static void main() throws Exception {
      Pool pool = new Pool();
      Object first = pool.borrow();
      Thread other = Turns.start("other", () -> pool.giveBack(pool.borrow()));
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
      synchronized (latch) {
        if (latch.object == null) {
          latch.wait();
        }
        return latch.object;
      }
    }

    synchronized void giveBack(Object object) {
      idle = object;
      allocate();
    }

    private void allocate() {
      if (idle != null && !queue.isEmpty()) {
        Latch latch = queue.remove();
        synchronized (latch) {
          latch.object = idle;
          latch.notify();
        }
        idle = null;
      }
    }
  }

  /** Who signals is started with the monitor in hand, and needs it. */
  static final class StartedInside {
    static void main() throws Exception {
      StartedInside inside = new StartedInside();
      Turns.inOrder(inside::run);
    }

    private void run() throws Exception {
      Thread thread;
      synchronized (this) {
        thread = Turns.start("signals", this::signal);
        wait();
      }
      thread.join();
    }

    private synchronized void signal() {
      notify();
    }
  }

  /** The wait is in a method of its own, inside of the look. */
  static final class LookedFurtherOut {
    private boolean done;

    static void main() throws Exception {
      LookedFurtherOut out = new LookedFurtherOut();
      Thread waits = Turns.start("waits", out::await);
      Turns.untilInWait(waits);
      out.finish();
      waits.join();
    }

    private synchronized void await() throws InterruptedException {
      while (!done) {
        sleep();
      }
    }

    private synchronized void sleep() throws InterruptedException {
      wait();
    }

    private synchronized void finish() {
      done = true;
      notifyAll();
    }
  }

  /** Who waits some time only is late at worst. */
  static final class TimeLimit {
    static void main() throws Exception {
      TimeLimit limit = new TimeLimit();
      Thread waits = Turns.start("waits", limit::await);
      Turns.untilInWait(waits);
      limit.signal();
      waits.join();
    }

    private synchronized void await() throws InterruptedException {
      wait(3_600_000);
    }

    private synchronized void signal() {
      notify();
    }
  }

  static final class Answers {
    static void main() throws Exception {
      Answer answer = new Answer();
      Thread asks = Turns.start("asks", answer::get);
      Turns.untilInWait(asks);
      answer.set("yes");
      asks.join();
    }
  }

  static final class Answer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private String text;

    String get() throws InterruptedException {
      lock.lock();
      try {
        while (text == null) {
          given.await();
        }
        return text;
      } finally {
        lock.unlock();
      }
    }

    void set(String value) {
      lock.lock();
      try {
        text = value;
        given.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Nobody signals: the wait is there to be interrupted. */
  static final class NeverSignalled {
    static void main() throws Exception {
      NeverSignalled never = new NeverSignalled();
      Turns.interruptStuck(Turns.start("sleeps", never::sleep));
    }

    private synchronized void sleep() {
      try {
        wait();
      } catch (InterruptedException expected) {
        // the way out
      }
    }
  }

  /** Known: it is signalled by a timer of its own, some seconds later. */
  static final class Suppressed {
    static void main() throws Exception {
      Suppressed late = new Suppressed();
      Thread waits = Turns.start("waits", late::await);
      Turns.untilInWait(waits);
      late.signal();
      waits.join();
    }

    private void await() throws InterruptedException {
      try (Scope known = Lockdep.suppress("the timer needs seconds")) {
        synchronized (this) {
          wait();
        }
      }
    }

    private synchronized void signal() {
      notify();
    }
  }

  /** A worker looks for work after each tick. */
  static final class Ticks {
    static void main() throws Exception {
      Ticks ticks = new Ticks();
      Thread worker = Turns.start("worker", ticks::work);
      Turns.untilInWait(worker);
      ticks.tick();
      worker.join();
      worker = Turns.start("another", ticks::work);
      Turns.untilInWait(worker);
      ticks.tick();
      worker.join();
    }

    private void work() throws InterruptedException {
      synchronized (this) {
        wait(); // on the circle
      }
    }

    private synchronized void tick() {
      notify();
    }
  }
}
