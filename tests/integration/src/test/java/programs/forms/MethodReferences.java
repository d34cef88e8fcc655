package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Locks taken through method references. */
public final class MethodReferences {
  private MethodReferences() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> forward(A::lock, B::lock), () -> backward(B::lock, A::lock));
  }

  static void forward(Runnable first, Runnable second) {
    first.run(); // on the circle
    second.run(); // on the circle
    B.unlock();
    A.unlock();
  }

  static void backward(Runnable first, Runnable second) {
    first.run(); // on the circle
    second.run(); // on the circle
    A.unlock();
    B.unlock();
  }
}
