package programs.matrix;

import programs.Turns;

/** Object.wait takes its monitor again while a later one is still held. */
public final class WaitReacquires {
  private WaitReacquires() {}

  static final Object A = new Object();
  static final Object B = new Object();
  static volatile boolean waiting;
  static boolean ready;

  public static void main(String[] args) throws Exception {
    Thread first = Turns.start("first", WaitReacquires::waitForA);
    while (!waiting) {
      Thread.onSpinWait();
    }
    synchronized (A) {
      ready = true;
      A.notifyAll();
    }
    first.join();
    Turns.start("second", WaitReacquires::forward).join();
  }

  static void waitForA() throws InterruptedException {
    synchronized (A) {
      synchronized (B) { // on the circle
        waiting = true;
        while (!ready) {
          A.wait(); // on the circle
        }
      }
    }
  }

  static void forward() {
    synchronized (A) { // on the circle
      synchronized (B) { // on the circle
        B.hashCode();
      }
    }
  }
}
