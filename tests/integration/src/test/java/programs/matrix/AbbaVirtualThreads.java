package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Two reentrant locks, both ways, on virtual threads. */
public final class AbbaVirtualThreads {
  private AbbaVirtualThreads() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.startVirtual("first", AbbaVirtualThreads::forward).join();
    Turns.startVirtual("second", AbbaVirtualThreads::backward).join();
  }

  static void forward() {
    A.lock(); // on the circle
    B.lock(); // on the circle
    B.unlock();
    A.unlock();
  }

  static void backward() {
    B.lock(); // on the circle
    A.lock(); // on the circle
    A.unlock();
    B.unlock();
  }
}
