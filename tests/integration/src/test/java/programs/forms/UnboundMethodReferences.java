package programs.forms;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import programs.Turns;

/** Lock::lock and ReentrantLock::unlock as functions of the lock. */
public final class UnboundMethodReferences {
  private UnboundMethodReferences() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Consumer<Lock> take = Lock::lock;
    Consumer<ReentrantLock> free = ReentrantLock::unlock;
    Turns.inOrder(() -> nested(A, B, take, free), () -> nested(B, A, take, free));
  }

  static void nested(
      ReentrantLock outer, ReentrantLock inner, Consumer<Lock> take, Consumer<ReentrantLock> free) {
    take.accept(outer); // on the circle
    take.accept(inner); // on the circle
    free.accept(inner);
    free.accept(outer);
  }
}
