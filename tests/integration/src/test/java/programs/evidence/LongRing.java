package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Eight locks in a ring, one dependency from each of eight threads. */
public final class LongRing {
  private LongRing() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();
  static final ReentrantLock C = new ReentrantLock();
  static final ReentrantLock D = new ReentrantLock();
  static final ReentrantLock E = new ReentrantLock();
  static final ReentrantLock F = new ReentrantLock();
  static final ReentrantLock G = new ReentrantLock();
  static final ReentrantLock H = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    ReentrantLock[] ring = {A, B, C, D, E, F, G, H};
    for (int i = 0; i < ring.length; i++) {
      int at = i;
      Turns.start("thread-" + i, () -> nested(ring[at], ring[(at + 1) % ring.length])).join();
    }
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock(); // on the circle
    inner.lock(); // on the circle
    inner.unlock();
    outer.unlock();
  }
}
