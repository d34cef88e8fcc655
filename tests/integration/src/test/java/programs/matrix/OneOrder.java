package programs.matrix;

import programs.Turns;

/** Three threads, one order. */
public final class OneOrder {
  private OneOrder() {}

  static final Object A = new Object();
  static final Object B = new Object();
  static final Object C = new Object();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(OneOrder::all, OneOrder::all, OneOrder::all);
  }

  static void all() {
    synchronized (A) {
      synchronized (B) {
        synchronized (C) {
          C.hashCode();
        }
      }
    }
  }
}
