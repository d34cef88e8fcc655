package programs.forms;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A user's own Lock that delegates to a ReentrantLock. */
public final class DelegatingLocks {
  private DelegatingLocks() {}

  static final class Traced implements Lock {
    private final ReentrantLock delegate = new ReentrantLock();
    private int uses;

    @Override
    public void lock() {
      delegate.lock();
      uses++;
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      delegate.lockInterruptibly();
      uses++;
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

  static final Lock A = new Traced();
  static final Lock B = new Traced();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
  }

  static void nested(Lock outer, Lock inner) {
    outer.lock();
    inner.lock();
    inner.unlock();
    outer.unlock();
  }
}
