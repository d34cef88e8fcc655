package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Three locks in a ring, one dependency from each of three threads. */
public final class ThreeCycle {
  private ThreeCycle() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();
  static final ReentrantLock C = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(ThreeCycle::aThenB, ThreeCycle::bThenC, ThreeCycle::cThenA);
  }

  static void aThenB() {
    A.lock(); // on the circle
    B.lock(); // on the circle
    B.unlock();
    A.unlock();
  }

  static void bThenC() {
    B.lock(); // on the circle
    C.lock(); // on the circle
    C.unlock();
    B.unlock();
  }

  static void cThenA() {
    C.lock(); // on the circle
    A.lock(); // on the circle
    A.unlock();
    C.unlock();
  }
}
