package programs.forms;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Locks taken by method handles. */
public final class MethodHandleCalls {
  private MethodHandleCalls() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) throws Exception {
    MethodType type = MethodType.methodType(void.class);
    MethodHandle lock = MethodHandles.lookup().findVirtual(ReentrantLock.class, "lock", type);
    try {
      lock.invokeExact(outer);
      lock.invokeExact(inner);
    } catch (Throwable never) {
      throw new IllegalStateException(never);
    }
    inner.unlock();
    outer.unlock();
  }
}
