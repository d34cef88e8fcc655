package programs.waits;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import programs.Turns;

/**
 * Who waits for others to come, or for room, or for a permit, holds a lock that they need before
 * they can. Each would hang in another schedule. Every part has a type of its own.
 */
public final class NeedsOthers {
  private NeedsOthers() {}

  public static void main(String[] args) throws Exception {
    Barrier.main();
    Phase.main();
    PhaseEnd.main();
    Exchange.main();
    HandOff.main();
    Transfer.main();
    Take.main();
    Put.main();
    Permit.main();
  }

  static final class Barrier {
    static final Object M = new Object();
    static final CyclicBarrier BOTH = new CyclicBarrier(2);
    static int work;

    static void main() throws Exception {
      waitsFirst(Barrier::workThenCome, Barrier::comeUnderLock);
    }

    static void workThenCome() throws Exception {
      synchronized (M) { // on the circle
        work++;
      }
      BOTH.await();
    }

    static void comeUnderLock() throws Exception {
      synchronized (M) { // on the circle
        BOTH.await(); // on the circle
      }
    }
  }

  static final class Phase {
    static final Object M = new Object();
    static final Phaser BOTH = new Phaser(2);
    static int work;

    static void main() throws Exception {
      waitsFirst(Phase::workThenCome, Phase::comeUnderLock);
    }

    static void workThenCome() {
      synchronized (M) { // on the circle
        work++;
      }
      BOTH.arriveAndAwaitAdvance();
    }

    static void comeUnderLock() {
      synchronized (M) { // on the circle
        BOTH.arriveAndAwaitAdvance(); // on the circle
      }
    }
  }

  /** Who waits for the end of a phase is no party of it. */
  static final class PhaseEnd {
    static final Object M = new Object();
    static final Phaser WORK = new Phaser(1);
    static int work;

    static void main() throws Exception {
      Turns.interruptStuck(Turns.start("waits", PhaseEnd::await));
      Turns.inOrder(PhaseEnd::arrive);
    }

    static void await() {
      synchronized (M) { // on the circle
        try {
          WORK.awaitAdvanceInterruptibly(0); // on the circle
        } catch (InterruptedException expected) {
          // the way out of a phase that cannot end
        }
      }
    }

    static void arrive() {
      synchronized (M) { // on the circle
        work++;
      }
      WORK.arriveAndDeregister();
    }
  }

  static final class Exchange {
    static final Object M = new Object();
    static final Exchanger<String> PLACE = new Exchanger<>();
    static int work;

    static void main() throws Exception {
      waitsFirst(Exchange::workThenCome, Exchange::comeUnderLock);
    }

    static void workThenCome() throws Exception {
      synchronized (M) { // on the circle
        work++;
      }
      PLACE.exchange("work");
    }

    static void comeUnderLock() throws Exception {
      synchronized (M) { // on the circle
        PLACE.exchange("pay"); // on the circle
      }
    }
  }

  static final class HandOff {
    static final Object M = new Object();
    static final SynchronousQueue<String> QUEUE = new SynchronousQueue<>();
    static int work;

    static void main() throws Exception {
      waitsFirst(HandOff::put, HandOff::takeUnderLock);
    }

    static void put() throws Exception {
      synchronized (M) { // on the circle
        work++;
      }
      QUEUE.put("work");
    }

    static void takeUnderLock() throws Exception {
      synchronized (M) { // on the circle
        QUEUE.take(); // on the circle
      }
    }
  }

  static final class Transfer {
    static final Object M = new Object();
    static final LinkedTransferQueue<String> QUEUE = new LinkedTransferQueue<>();
    static int work;

    static void main() throws Exception {
      waitsFirst(Transfer::take, Transfer::transferUnderLock);
    }

    static void take() throws Exception {
      synchronized (M) { // on the circle
        work++;
      }
      QUEUE.take();
    }

    static void transferUnderLock() throws Exception {
      synchronized (M) { // on the circle
        QUEUE.transfer("work"); // on the circle
      }
    }
  }

  static final class Take {
    static final Object M = new Object();
    static final BlockingQueue<String> QUEUE = new LinkedBlockingQueue<>();
    static int work;

    static void main() throws Exception {
      Turns.interruptStuck(Turns.start("waits", Take::takeUnderLock));
      Turns.inOrder(Take::put);
    }

    static void takeUnderLock() {
      synchronized (M) { // on the circle
        try {
          QUEUE.take(); // on the circle
        } catch (InterruptedException expected) {
          // the way out of an element that cannot come
        }
      }
    }

    static void put() throws Exception {
      synchronized (M) { // on the circle
        work++;
      }
      QUEUE.put("work");
    }
  }

  static final class Put {
    static final Object M = new Object();
    static final BlockingQueue<String> QUEUE = new ArrayBlockingQueue<>(1);
    static int work;

    static void main() throws Exception {
      QUEUE.put("first");
      Turns.interruptStuck(Turns.start("waits", Put::putUnderLock));
      Turns.inOrder(Put::take);
    }

    static void putUnderLock() {
      synchronized (M) { // on the circle
        try {
          QUEUE.put("second"); // on the circle
        } catch (InterruptedException expected) {
          // the way out of a queue that stays full
        }
      }
    }

    static void take() throws Exception {
      synchronized (M) { // on the circle
        work++;
      }
      QUEUE.take();
    }
  }

  /** A semaphore that begins without permits is a signal. */
  static final class Permit {
    static final Object M = new Object();
    static final Semaphore DONE = new Semaphore(0);
    static int work;

    static void main() throws Exception {
      Turns.inOrder(Permit::release, Permit::acquireUnderLock);
    }

    static void release() {
      synchronized (M) { // on the circle
        work++;
      }
      DONE.release();
    }

    static void acquireUnderLock() throws Exception {
      synchronized (M) { // on the circle
        DONE.acquire(); // on the circle
      }
    }
  }

  /** The first is waiting, with no lock, when the second comes. */
  static void waitsFirst(Turns.Part first, Turns.Part second) throws InterruptedException {
    Thread thread = Turns.start("waits", first);
    Turns.untilStuck(thread);
    Turns.inOrder(second);
    thread.join();
  }
}
