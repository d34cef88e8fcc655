package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Two locks of a subclass of ReentrantLock, both ways. */
public final class LockSubclass {
  private LockSubclass() {}

  static final class CountingLock extends ReentrantLock {
    private static final long serialVersionUID = 1;
    int uses;

    @Override
    public void lock() {
      super.lock();
      uses++;
    }
  }

  static final CountingLock A = new CountingLock();
  static final CountingLock B = new CountingLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> forward(), () -> backward());
  }

  static void forward() {
    A.lock();
    B.lock();
    B.unlock();
    A.unlock();
  }

  static void backward() {
    B.lock();
    A.lock();
    A.unlock();
    B.unlock();
  }
}
