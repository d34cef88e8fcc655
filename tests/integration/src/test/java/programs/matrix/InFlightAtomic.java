package programs.matrix;

import java.util.concurrent.atomic.AtomicInteger;
import programs.Turns;

/** A task starts a unit of work and then waits until none is in flight, by an atomic count. */
public final class InFlightAtomic {
  private InFlightAtomic() {}

  static final class Counter {
    private final AtomicInteger inFlight = new AtomicInteger();

    void begin() {
      inFlight.incrementAndGet();
    }

    synchronized void end() {
      if (inFlight.decrementAndGet() == 0) {
        notifyAll();
      }
    }

    synchronized void awaitZero() throws InterruptedException {
      while (inFlight.get() > 0) { // on the circle
        wait();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Counter counter = new Counter();
    Turns.interruptStuck(Turns.start("task", () -> work(counter)));
  }

  static void work(Counter counter) {
    counter.begin();
    try {
      counter.awaitZero();
    } catch (InterruptedException expected) {
      // the way out of a wait for oneself
    } finally {
      counter.end();
    }
  }
}
