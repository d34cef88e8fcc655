package programs.matrix;

import programs.Turns;

/** A task starts a unit of work and then waits until none is in flight. */
public final class InFlightCounter {
  private InFlightCounter() {}

  static final class Counter {
    private int inFlight;

    synchronized void begin() {
      inFlight++;
    }

    synchronized void end() {
      if (--inFlight == 0) {
        notifyAll();
      }
    }

    synchronized void awaitZero() throws InterruptedException {
      while (inFlight > 0) { // on the circle
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
