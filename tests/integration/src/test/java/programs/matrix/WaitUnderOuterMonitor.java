package programs.matrix;

import programs.Turns;

/** Object.wait under an outer monitor that the notifier needs. */
public final class WaitUnderOuterMonitor {
  private WaitUnderOuterMonitor() {}

  static final Object OUTER = new Object();
  static final Object INNER = new Object();
  static boolean ready;

  public static void main(String[] args) throws Exception {
    Turns.interruptStuck(Turns.start("first", WaitUnderOuterMonitor::consume));
    Turns.start("second", WaitUnderOuterMonitor::produce).join();
  }

  static void consume() {
    synchronized (OUTER) { // on the circle
      synchronized (INNER) {
        try {
          while (!ready) {
            INNER.wait(); // on the circle
          }
        } catch (InterruptedException expected) {
          // the way out of a notification that cannot come
        }
      }
    }
  }

  static void produce() {
    synchronized (OUTER) { // on the circle
      synchronized (INNER) {
        ready = true;
        INNER.notifyAll();
      }
    }
  }
}
