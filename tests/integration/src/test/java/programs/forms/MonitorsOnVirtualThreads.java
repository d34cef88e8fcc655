package programs.forms;

import programs.Turns;

/** Two monitors, both ways, on virtual threads. */
public final class MonitorsOnVirtualThreads {
  private MonitorsOnVirtualThreads() {}

  static final Object A = new Object();
  static final Object B = new Object();

  public static void main(String[] args) throws Exception {
    Turns.startVirtual("first", () -> nested(A, B)).join();
    Turns.startVirtual("second", () -> nested(B, A)).join();
  }

  static void nested(Object outer, Object inner) {
    synchronized (outer) { // on the circle
      synchronized (inner) { // on the circle
        inner.hashCode();
      }
    }
  }
}
