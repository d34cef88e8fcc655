package programs.library;

import com.google.common.util.concurrent.CycleDetectingLockFactory;
import com.google.common.util.concurrent.CycleDetectingLockFactory.Policies;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Guava's own lock type, with its detection off, both ways. */
public final class CycleDetectingLocks {
  private CycleDetectingLocks() {}

  public static void main(String[] args) throws Exception {
    CycleDetectingLockFactory factory = CycleDetectingLockFactory.newInstance(Policies.WARN);
    ReentrantLock a = factory.newReentrantLock("a");
    ReentrantLock b = factory.newReentrantLock("b");
    Turns.inOrder(() -> nested(a, b), () -> nested(b, a));
  }

  private static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock();
    inner.lock();
    inner.unlock();
    outer.unlock();
  }
}
