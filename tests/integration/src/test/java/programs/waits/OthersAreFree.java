package programs.waits;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import programs.Turns;

/** Who waits for others holds a lock, and they can come all the same. A type for every part. */
public final class OthersAreFree {
  private OthersAreFree() {}

  public static void main(String[] args) throws Exception {
    OtherRound.main();
    AfterTheBarrier.main();
    TimeLimit.main();
    TakenBeforeJoining.main();
    OtherPhase.main();
    FreePartner.main();
    FreePutter.main();
    NeverEmpty.main();
    FreeRoom.main();
    FreeRelease.main();
    OwnPermit.main();
  }

  /** The lock is needed before another round than the one that is awaited under it. */
  static final class OtherRound {
    static final Object M = new Object();
    static final CyclicBarrier BOTH = new CyclicBarrier(2);
    static int work;

    static void main() throws Exception {
      NeedsOthers.waitsFirst(OtherRound::workThenCome, BOTH::await);
      NeedsOthers.waitsFirst(BOTH::await, OtherRound::comeUnderLock);
    }

    static void workThenCome() throws Exception {
      synchronized (M) {
        work++;
      }
      BOTH.await();
    }

    static void comeUnderLock() throws Exception {
      synchronized (M) {
        BOTH.await();
      }
    }
  }

  static final class AfterTheBarrier {
    static final Object M = new Object();
    static final CyclicBarrier BOTH = new CyclicBarrier(2);
    static int work;

    static void main() throws Exception {
      NeedsOthers.waitsFirst(AfterTheBarrier::comeThenWork, AfterTheBarrier::comeUnderLock);
    }

    static void comeThenWork() throws Exception {
      BOTH.await();
      synchronized (M) {
        work++;
      }
    }

    static void comeUnderLock() throws Exception {
      synchronized (M) {
        BOTH.await();
      }
    }
  }

  /** A wait that ends by itself. */
  static final class TimeLimit {
    static final Object M = new Object();
    static final CyclicBarrier BOTH = new CyclicBarrier(2);
    static final SynchronousQueue<String> QUEUE = new SynchronousQueue<>();
    static final Semaphore DONE = new Semaphore(0);
    static int work;

    static void main() throws Exception {
      NeedsOthers.waitsFirst(TimeLimit::workThenCome, TimeLimit::comeUnderLock);
      Turns.inOrder(TimeLimit::offer, TimeLimit::pollUnderLock);
    }

    static void workThenCome() throws Exception {
      synchronized (M) {
        work++;
      }
      BOTH.await();
    }

    static void comeUnderLock() throws Exception {
      synchronized (M) {
        BOTH.await(1, TimeUnit.MINUTES);
      }
    }

    static void offer() {
      synchronized (M) {
        QUEUE.offer("work");
        DONE.release();
      }
    }

    static void pollUnderLock() throws Exception {
      synchronized (M) {
        QUEUE.poll(1, TimeUnit.MILLISECONDS);
        DONE.tryAcquire(1, TimeUnit.MINUTES);
      }
    }
  }

  /** Who has not joined yet need not come. */
  static final class TakenBeforeJoining {
    static final Object M = new Object();
    static final Phaser ALL = new Phaser(1);
    static int work;

    static void main() throws Exception {
      Thread party = Turns.start("party", TakenBeforeJoining::workThenJoin);
      Turns.untilStuck(party);
      Turns.inOrder(TakenBeforeJoining::comeUnderLock);
      party.join();
    }

    static void workThenJoin() {
      synchronized (M) {
        work++;
      }
      ALL.register();
      ALL.arriveAndAwaitAdvance();
    }

    static void comeUnderLock() {
      synchronized (M) {
        ALL.arriveAndAwaitAdvance();
      }
    }
  }

  /** The lock is needed before another phase. */
  static final class OtherPhase {
    static final Object M = new Object();
    static final Phaser BOTH = new Phaser(2);
    static int work;

    static void main() throws Exception {
      NeedsOthers.waitsFirst(OtherPhase::workThenCome, BOTH::arriveAndAwaitAdvance);
      NeedsOthers.waitsFirst(BOTH::arriveAndAwaitAdvance, OtherPhase::comeUnderLock);
    }

    static void workThenCome() {
      synchronized (M) {
        work++;
      }
      BOTH.arriveAndAwaitAdvance();
    }

    static void comeUnderLock() {
      synchronized (M) {
        BOTH.arriveAndAwaitAdvance();
      }
    }
  }

  /** Another partner needs no lock. */
  static final class FreePartner {
    static final Object M = new Object();
    static final Exchanger<String> PLACE = new Exchanger<>();
    static int work;

    static void main() throws Exception {
      NeedsOthers.waitsFirst(FreePartner::workThenCome, FreePartner::comeUnderLock);
      NeedsOthers.waitsFirst(() -> PLACE.exchange("free"), FreePartner::comeUnderLock);
    }

    static void workThenCome() throws Exception {
      synchronized (M) {
        work++;
      }
      PLACE.exchange("work");
    }

    static void comeUnderLock() throws Exception {
      synchronized (M) {
        PLACE.exchange("pay");
      }
    }
  }

  static final class FreePutter {
    static final Object M = new Object();
    static final SynchronousQueue<String> QUEUE = new SynchronousQueue<>();
    static int work;

    static void main() throws Exception {
      NeedsOthers.waitsFirst(FreePutter::put, FreePutter::takeUnderLock);
      NeedsOthers.waitsFirst(() -> QUEUE.put("free"), FreePutter::takeUnderLock);
    }

    static void put() throws Exception {
      synchronized (M) {
        work++;
      }
      QUEUE.put("work");
    }

    static void takeUnderLock() throws Exception {
      synchronized (M) {
        QUEUE.take();
      }
    }
  }

  /** Whoever takes knows, by the lock, that there is something. */
  static final class NeverEmpty {
    static final Object M = new Object();
    static final LinkedTransferQueue<String> QUEUE = new LinkedTransferQueue<>();

    static void main() throws Exception {
      Turns.inOrder(NeverEmpty::put, NeverEmpty::takeUnderLock);
    }

    static void put() {
      synchronized (M) {
        QUEUE.put("work");
      }
    }

    static void takeUnderLock() throws Exception {
      synchronized (M) {
        if (!QUEUE.isEmpty()) {
          QUEUE.take();
        }
      }
    }
  }

  /** One of those who make room needs no lock. */
  static final class FreeRoom {
    static final Object M = new Object();
    static final BlockingQueue<String> QUEUE = new ArrayBlockingQueue<>(1);

    static void main() throws Exception {
      QUEUE.put("first");
      Turns.interruptStuck(Turns.start("waits", FreeRoom::putUnderLock));
      Turns.inOrder(FreeRoom::takeUnderLock);
      QUEUE.put("third");
      Turns.inOrder(QUEUE::take);
    }

    static void putUnderLock() {
      synchronized (M) {
        try {
          QUEUE.put("second");
        } catch (InterruptedException expected) {
          // nobody was in time
        }
      }
    }

    static void takeUnderLock() throws Exception {
      synchronized (M) {
        QUEUE.take();
      }
    }
  }

  static final class FreeRelease {
    static final Object M = new Object();
    static final Semaphore DONE = new Semaphore(0);
    static int work;

    static void main() throws Exception {
      Turns.inOrder(FreeRelease::release, FreeRelease::acquireUnderLock, DONE::release);
    }

    static void release() {
      synchronized (M) {
        work++;
      }
      DONE.release();
    }

    static void acquireUnderLock() throws Exception {
      synchronized (M) {
        DONE.acquire();
      }
    }
  }

  /** A permit that is taken and given back under the lock is never waited for there. */
  static final class OwnPermit {
    static final Object M = new Object();
    static final Semaphore ROOM = new Semaphore(2);
    static int work;

    static void main() throws Exception {
      Turns.inOrder(OwnPermit::use, OwnPermit::use);
    }

    static void use() throws Exception {
      synchronized (M) {
        ROOM.acquire();
        work++;
        ROOM.release();
      }
    }
  }
}
