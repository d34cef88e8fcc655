package programs.waits;

import java.util.concurrent.Semaphore;
import programs.Turns;

/**
 * A permit is waited for under a lock that those need who give theirs back; but there are two, and
 * the other one may be free.
 */
public final class SeveralPermits {
  private static final Object M = new Object();
  private static final Semaphore ROOM = new Semaphore(2);
  private static int work;

  private SeveralPermits() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(SeveralPermits::use, SeveralPermits::acquireUnderLock);
  }

  private static void use() throws InterruptedException {
    ROOM.acquire();
    synchronized (M) { // on the circle
      work++;
    }
    ROOM.release();
  }

  private static void acquireUnderLock() throws InterruptedException {
    synchronized (M) { // on the circle
      ROOM.acquire(); // on the circle
    }
  }
}
