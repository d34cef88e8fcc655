package programs.transparent;

import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** Virtual threads one after the other: each second one ends with a lock that nobody lets go. */
public final class OneAfterAnother {
  private static final Object OUTER = new Object();
  private static final Object INNER = new Object();
  private static int work;

  private OneAfterAnother() {}

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 200; i++) {
      StampedLock left = new StampedLock();
      Turns.startVirtual("leaves one", left::writeLock).join();
      Turns.startVirtual("nests", OneAfterAnother::nest).join();
    }
    System.out.println(work);
  }

  private static void nest() {
    synchronized (OUTER) {
      synchronized (INNER) {
        work++;
      }
    }
  }
}
