package programs.forms;

import java.lang.reflect.Method;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Locks taken by Method.invoke. */
public final class Reflection {
  private Reflection() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
  }

  static void nested(Object outer, Object inner) throws ReflectiveOperationException {
    Method lock = Lock.class.getMethod("lock");
    Method unlock = Lock.class.getMethod("unlock");
    lock.invoke(outer); // on the circle
    lock.invoke(inner); // on the circle
    unlock.invoke(inner);
    unlock.invoke(outer);
  }
}
