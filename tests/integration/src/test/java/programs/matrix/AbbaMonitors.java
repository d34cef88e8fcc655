package programs.matrix;

import programs.Turns;

/** Two monitors, both ways. */
public final class AbbaMonitors {
  private AbbaMonitors() {}

  static final Object A = new Object();
  static final Object B = new Object();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(AbbaMonitors::forward, AbbaMonitors::backward);
  }

  static void forward() {
    synchronized (A) { // on the circle
      synchronized (B) { // on the circle
        B.hashCode();
      }
    }
  }

  static void backward() {
    synchronized (B) { // on the circle
      synchronized (A) { // on the circle
        A.hashCode();
      }
    }
  }
}
