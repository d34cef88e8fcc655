package programs.transparent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Locks in threads that are interrupted all the while, a finding among them. */
public final class Interrupted {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Object MONITOR = new Object();
  private static int used;

  private Interrupted() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> {
          Thread.currentThread().interrupt();
          LOCK.lock();
          synchronized (MONITOR) {
            used++;
          }
          LOCK.unlock();
          say("one order");
        },
        () -> {
          Thread.currentThread().interrupt();
          synchronized (MONITOR) {
            LOCK.lock();
            used++;
            LOCK.unlock();
          }
          say("the other order");
        },
        Interrupted::throwing);
  }

  private static void throwing() {
    Thread.currentThread().interrupt();
    try {
      LOCK.lockInterruptibly();
      System.out.println("locked");
    } catch (InterruptedException expected) {
      say("lockInterruptibly threw");
    }
    Thread.currentThread().interrupt();
    synchronized (MONITOR) {
      try {
        MONITOR.wait();
        System.out.println("waited");
      } catch (InterruptedException expected) {
        say("wait threw, held " + Thread.holdsLock(MONITOR));
      }
    }
    Thread.currentThread().interrupt();
    try {
      new Semaphore(0).acquire();
      System.out.println("acquired");
    } catch (InterruptedException expected) {
      say("acquire threw");
    }
  }

  private static void say(String what) {
    System.out.println(what + ", interrupted " + Thread.currentThread().isInterrupted());
  }
}
