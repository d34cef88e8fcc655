package programs.forms;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/**
 * A write stamp that a third thread releases while somebody waits for the lock: from then on the one
 * who took it holds nothing, and the one who waited does.
 */
public final class StampedReleasedForAnother {
  private static final StampedLock STAMPED = new StampedLock();
  private static final Object B = new Object();
  private static final Object C = new Object();
  private static volatile long stamp;
  private static volatile boolean known;
  private static volatile boolean taken;
  private static volatile boolean released;
  private static int used;

  private StampedReleasedForAnother() {}

  public static void main(String[] args) throws Exception {
    Thread waiter = Turns.start("waiter", StampedReleasedForAnother::waitsForIt);
    while (!known) {
      Thread.onSpinWait();
    }
    Thread taker = Turns.start("taker", StampedReleasedForAnother::takesIt);
    Turns.untilParkedIn(waiter, StampedLock.class);
    Turns.untilParkedIn(taker, LockSupport.class);
    STAMPED.unlockWrite(stamp);
    released = true;
    LockSupport.unpark(taker);
    waiter.join();
    taker.join();
    Turns.inOrder(
        () -> {
          synchronized (C) {
            STAMPED.unlockWrite(STAMPED.writeLock()); // on the circle
          }
        },
        () -> {
          synchronized (B) {
            STAMPED.unlockWrite(STAMPED.writeLock());
          }
        });
  }

  /** Known to jlockdep before the taker is. */
  private static void waitsForIt() {
    synchronized (C) {
      known = true;
    }
    while (!taken) {
      Thread.onSpinWait();
    }
    long mine = STAMPED.writeLock(); // on the circle
    // it waits for nothing else before the release is over
    while (!released) {
      Thread.onSpinWait();
    }
    synchronized (C) { // on the circle
      used++;
    }
    STAMPED.unlockWrite(mine);
  }

  private static void takesIt() {
    stamp = STAMPED.writeLock();
    taken = true;
    while (!released) {
      LockSupport.park();
    }
    synchronized (B) {
      used++;
    }
  }
}
