package programs.forms;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/** Two tasks of one pool, which may run them on one thread after the other. */
public final class PoolTasks {
  private PoolTasks() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    pool.submit(() -> nested(A, B)).get();
    pool.submit(() -> nested(B, A)).get();
    pool.shutdown();
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock(); // on the circle
    inner.lock(); // on the circle
    inner.unlock();
    outer.unlock();
  }
}
