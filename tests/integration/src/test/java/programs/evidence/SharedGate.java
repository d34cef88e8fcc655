package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Both orders under one gate that both only read: it keeps nobody out. */
public final class SharedGate {
  private SharedGate() {}

  static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();
  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> underGate(A, B), () -> underGate(B, A));
  }

  static void underGate(ReentrantLock outer, ReentrantLock inner) {
    GATE.readLock().lock();
    outer.lock(); // on the circle
    inner.lock(); // on the circle
    inner.unlock();
    outer.unlock();
    GATE.readLock().unlock();
  }
}
