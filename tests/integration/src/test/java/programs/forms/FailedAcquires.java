package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A try that fails and an acquire that is interrupted leave nothing held. */
public final class FailedAcquires {
  private FailedAcquires() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    A.lock();
    Turns.inOrder(FailedAcquires::failingTry, FailedAcquires::interrupted);
    A.unlock();
    Turns.inOrder(FailedAcquires::backward);
  }

  static void failingTry() {
    if (A.tryLock()) {
      throw new IllegalStateException("the main thread holds it");
    }
    B.lock();
    B.unlock();
  }

  static void interrupted() {
    Thread.currentThread().interrupt();
    try {
      A.lockInterruptibly();
      throw new IllegalStateException("was interrupted before");
    } catch (InterruptedException expected) {
      B.lock();
      B.unlock();
    }
  }

  static void backward() {
    B.lock();
    A.lock();
    A.unlock();
    B.unlock();
  }
}
