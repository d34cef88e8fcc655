package programs.models;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import programs.Turns;

/**
 * POOL-162: who is interrupted while it waits for its turn stays in the queue, so what comes back is
 * given to nobody, and is lost. With the argument "fixed" it leaves the queue; with "lives" its thread
 * has not ended when it is served.
 */
public final class PermitKernel {
  private PermitKernel() {}

  public static void main(String[] args) throws Exception {
    String how = args.length > 0 ? args[0] : "";
    Pool pool = new Pool(how.equals("fixed"));
    CountDownLatch left = new CountDownLatch(1);
    CountDownLatch served = new CountDownLatch(1);
    pool.borrow();
    Thread other = Turns.start("other", () -> {
      gaveUp(pool);
      left.countDown();
      if (how.equals("lives")) {
        served.await();
      }
    });
    Turns.untilInWait(other);
    other.interrupt();
    left.await();
    if (!how.equals("lives")) {
      other.join();
    }
    pool.giveBack();
    served.countDown();
    other.join();
  }

  private static void gaveUp(Pool pool) {
    try {
      pool.borrow();
      throw new IllegalStateException("nothing was there to be borrowed");
    } catch (InterruptedException expected) {
      // the way out
    }
  }

  static final class Latch {
    private final Thread owner = Thread.currentThread();
    private boolean served;
  }

  static final class Pool {
    private final Queue<Latch> queue = new ArrayDeque<>();
    private final boolean fixed;
    private boolean idle = true;

    Pool(boolean fixed) {
      this.fixed = fixed;
    }

    void borrow() throws InterruptedException {
      Latch latch = new Latch();
      synchronized (this) {
        queue.add(latch);
        allocate();
      }
      try {
        await(latch);
      } catch (InterruptedException e) {
        if (fixed) {
          leave(latch);
        }
        throw e;
      }
      taken();
    }

    private static void await(Latch latch) throws InterruptedException {
      synchronized (latch) {
        while (!latch.served) {
          latch.wait();
        }
      }
    }

    private synchronized void leave(Latch latch) {
      queue.remove(latch);
    }

    synchronized void giveBack() {
      idle = true;
      allocate();
    }

    private void allocate() {
      if (idle && !queue.isEmpty()) {
        Latch latch = queue.remove();
        permit();
        serve(latch.owner);
        synchronized (latch) {
          latch.served = true;
          latch.notify();
        }
      }
    }

    private void permit() {
      idle = false;
    }

    /** What the thread was permitted to have is its own. */
    private void serve(Thread owner) {
      owner.getName();
    }

    private void taken() {
      getClass();
    }
  }
}
