package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Both orders under one gate that both write: they can never meet. */
public final class WritersGate {
  private WritersGate() {}

  static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();
  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> underGate(A, B), () -> underGate(B, A));
  }

  static void underGate(ReentrantLock outer, ReentrantLock inner) {
    GATE.writeLock().lock();
    outer.lock();
    inner.lock();
    inner.unlock();
    outer.unlock();
    GATE.writeLock().unlock();
  }
}
