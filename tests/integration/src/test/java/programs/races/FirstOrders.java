package programs.races;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;

/**
 * Two threads see the two orders of two new lock classes for the first time in the same moment, over
 * and over: whichever comes first, one of them closes the circle, and only one finding is made of it.
 * A detector that looks before it adds misses what both see at once.
 */
public final class FirstOrders {
  private static final int ROUNDS = 1_000;
  /** Latches, not locks: nothing blocks, so both orders can be inside at once. */
  private static volatile Object one;
  private static volatile Object other;
  private static volatile int round;
  private static volatile int done;

  private FirstOrders() {}

  public static void main(String[] args) throws Exception {
    Thread second = new Thread(FirstOrders::theOtherWay, "second");
    second.start();
    for (int i = 1; i <= ROUNDS; i++) {
      one = Lockdep.declare(new Object(), "one " + i, null, "latch");
      other = Lockdep.declare(new Object(), "other " + i, null, "latch");
      round = i;
      nested(one, other);
      while (done != i) {
        Thread.onSpinWait();
      }
    }
    second.join();
    int circles = 0;
    for (Finding finding : LockdepControl.findings()) {
      circles += finding.kind() == FindingKind.CYCLE ? 1 : 0;
    }
    System.out.println("rounds " + ROUNDS + ", circles " + circles);
  }

  private static void theOtherWay() {
    for (int i = 1; i <= ROUNDS; i++) {
      while (round != i) {
        Thread.onSpinWait();
      }
      nested(other, one);
      done = i;
    }
  }

  private static void nested(Object outer, Object inner) {
    Lockdep.acquire(outer, AcquireMode.EXCLUSIVE);
    Lockdep.acquire(inner, AcquireMode.EXCLUSIVE);
    Lockdep.release(inner);
    Lockdep.release(outer);
  }
}
