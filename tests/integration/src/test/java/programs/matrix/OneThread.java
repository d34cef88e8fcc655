package programs.matrix;

import programs.Turns;

/** Both orders in one thread: it cannot meet itself. */
public final class OneThread {
  private OneThread() {}

  static final Object A = new Object();
  static final Object B = new Object();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(OneThread::bothWays);
  }

  static void bothWays() {
    synchronized (A) {
      synchronized (B) {
        B.hashCode();
      }
    }
    synchronized (B) {
      synchronized (A) {
        A.hashCode();
      }
    }
  }
}
