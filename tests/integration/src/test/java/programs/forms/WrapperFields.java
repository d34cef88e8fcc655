package programs.forms;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Two locks of a user's own type in one object: each is named by its field. */
public final class WrapperFields {
  private WrapperFields() {}

  static final class TracedSem implements Lock {
    private final ReentrantLock delegate;

    TracedSem() {
      delegate = new ReentrantLock();
    }

    @Override
    public void lock() {
      delegate.lock();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      delegate.lockInterruptibly();
    }

    @Override
    public boolean tryLock() {
      return delegate.tryLock();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
      return delegate.tryLock(time, unit);
    }

    @Override
    public void unlock() {
      delegate.unlock();
    }

    @Override
    public Condition newCondition() {
      return delegate.newCondition();
    }
  }

  private final TracedSem left = new TracedSem();
  private final TracedSem right = new TracedSem();

  public static void main(String[] args) throws Exception {
    WrapperFields both = new WrapperFields();
    Turns.inOrder(() -> nested(both.left, both.right), () -> nested(both.right, both.left));
  }

  static void nested(Lock outer, Lock inner) {
    outer.lock();
    inner.lock();
    inner.unlock();
    outer.unlock();
  }
}
