package programs.models;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Acquires;
import dev.jlockdep.api.HandsOver;
import dev.jlockdep.api.LockClassName;
import dev.jlockdep.api.MightEnter;
import dev.jlockdep.api.MightLock;
import dev.jlockdep.api.NeverEnters;
import dev.jlockdep.api.NonBlocking;
import dev.jlockdep.api.Releases;
import dev.jlockdep.api.RequiresLock;
import dev.jlockdep.api.RunsIn;
import dev.jlockdep.api.SuppressLockdep;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * One case after the other, each on locks of its own type: what must be found of each, or that
 * nothing must be, stands in ModelTest.
 */
public final class Annotated {
  private Annotated() {}

  public static void main(String[] args) throws Exception {
    new BothOrders().run();
    new OneOrder().run();
    new ReadersBoth().run();
    new Tried().run();
    new Refused().run();
    new Broken().run();
    new OwnMonitor().run();
    new Twice().run();
    new TwiceReentrant().run();
    new Drained().run();
    new DrainedOutside().run();
    new DrainsOwn().run();
    new DrainsHandedOver().run();
    new Awaited().run();
    new AwaitedOther().run();
    new Guarded().run();
    new Faults().run();
    new FaultsNever().run();
    new Maybe().run();
    new Handler().run();
    new HandlerAsks().run();
    new Suppressed().run();
    new Named().run();
  }

  /** The lock inside a monitor and the monitor inside the lock. */
  static final class BothOrders extends HandMade {
    void run() throws Exception {
      Turns.inOrder(this::lockThenMonitor, this::monitorThenLock);
    }

    private void lockThenMonitor() throws Exception {
      write();
      synchronized (BothOrders.class) {
        endWrite();
      }
    }

    private void monitorThenLock() throws Exception {
      synchronized (BothOrders.class) {
        read();
        endRead();
      }
    }
  }

  static final class OneOrder extends HandMade {
    void run() throws Exception {
      Turns.inOrder(() -> both(true), () -> both(false));
    }

    private void both(boolean writes) throws Exception {
      if (writes) {
        write();
      } else {
        read();
      }
      synchronized (OneOrder.class) {
        OneOrder.class.getName();
      }
      if (writes) {
        endWrite();
      } else {
        endRead();
      }
    }
  }

  /** Readers on both sides, but a monitor between them. */
  static final class ReadersBoth extends HandMade {
    void run() throws Exception {
      HandMade other = new ReadersBoth();
      Turns.inOrder(() -> nested(this, other), () -> nested(other, this));
    }

    private static void nested(HandMade a, HandMade b) throws Exception {
      a.read();
      b.read();
      b.endRead();
      a.endRead();
    }
  }

  /** The second order is only tried. */
  static final class Tried extends HandMade {
    void run() throws Exception {
      Turns.inOrder(this::lockThenMonitor, this::monitorThenTry);
    }

    private void lockThenMonitor() throws Exception {
      write();
      synchronized (Tried.class) {
        endWrite();
      }
    }

    private void monitorThenTry() {
      synchronized (Tried.class) {
        if (tryWrite()) {
          endWrite();
        }
      }
    }
  }

  /** A lock that was refused is not held. */
  static final class Refused extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            refused(1);
            synchronized (Refused.class) {
              Refused.class.getName();
            }
          },
          () -> {
            synchronized (Refused.class) {
              write();
              endWrite();
            }
          });
    }
  }

  /** An acquire that throws holds nothing. */
  static final class Broken extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            try {
              broken();
            } catch (IllegalStateException expected) {
              synchronized (Broken.class) {
                Broken.class.getName();
              }
            }
          },
          () -> {
            synchronized (Broken.class) {
              write();
              endWrite();
            }
          });
    }
  }

  /** Waiting for the lock lets its own monitor go, so the two cannot deadlock. */
  static final class OwnMonitor extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            synchronized (this) {
              write();
              endWrite();
            }
          },
          () -> {
            write();
            synchronized (this) {
              endWrite();
            }
          });
    }
  }

  static final class Twice extends HandMade {
    void run() throws Exception {
      Turns.interruptStuck(Turns.start("twice", this::nested));
    }

    private void nested() throws Exception {
      read();
      try {
        write();
      } catch (InterruptedException expected) {
        endRead();
      }
    }
  }

  static final class TwiceReentrant {
    private int depth;

    void run() throws Exception {
      Turns.inOrder(
          () -> {
            enter();
            enter();
            leave();
            leave();
          });
    }

    @Acquires(reentrant = true)
    private void enter() {
      depth++;
    }

    @Releases
    private void leave() {
      depth--;
    }
  }

  /** Waits, under a lock, for those who need the lock before they are done. */
  static final class Drained extends HandMade {
    void run() throws Exception {
      Turns.inOrder(this::read1, this::close);
    }

    private void read1() {
      begin();
      synchronized (Drained.class) {
        Drained.class.getName();
      }
      end();
    }

    private void close() throws Exception {
      synchronized (Drained.class) {
        drain();
      }
    }
  }

  /** Waits after the lock is let go. */
  static final class DrainedOutside extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            begin();
            synchronized (DrainedOutside.class) {
              DrainedOutside.class.getName();
            }
            end();
          },
          () -> {
            synchronized (DrainedOutside.class) {
              DrainedOutside.class.getName();
            }
            drain();
          });
    }
  }

  /** Waits for what only it could end. */
  static final class DrainsOwn extends HandMade {
    void run() throws Exception {
      Turns.interruptStuck(Turns.start("drains", this::nested));
    }

    private void nested() {
      begin();
      try {
        drain();
      } catch (InterruptedException expected) {
        end();
      }
    }
  }

  /** The same, handed over to another thread before. */
  static final class DrainsHandedOver extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            begin();
            Thread worker = new Thread(this::end, "worker");
            submit(worker);
            worker.start();
            drain();
            worker.join();
          });
    }

    @HandsOver(counter = "counter", to = "arg1")
    private void submit(Thread worker) {
      worker.setDaemon(true);
    }
  }

  /** Waits for an event under the lock that the signaller holds. */
  static final class Awaited extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            synchronized (Awaited.class) {
              signal();
            }
          },
          () -> {
            synchronized (Awaited.class) {
              await();
            }
          });
    }
  }

  static final class AwaitedOther extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            synchronized (AwaitedOther.class) {
              signal();
            }
          },
          () -> {
            synchronized (this.getClass().getName().intern()) {
              await();
            }
          });
    }
  }

  static final class Guarded extends HandMade {
    private final Object guard = new Object();
    private int value;

    void run() throws Exception {
      Turns.inOrder(
          () -> {
            synchronized (guard) {
              add();
            }
          },
          () -> {
            read();
            look();
            endRead();
          },
          this::add,
          () -> {
            read();
            change();
            endRead();
          });
    }

    @RequiresLock("this.guard")
    private void add() {
      value++;
    }

    @RequiresLock(lock = "lock", mode = AcquireMode.READ)
    private int look() {
      return value;
    }

    @RequiresLock(lock = "lock")
    private void change() {
      value--;
    }
  }

  /** Copies under a lock that the fault handler takes. */
  static final class Faults extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            write();
            copy();
            endWrite();
          },
          this::fault);
    }

    @MightEnter("Annotated$Faults.region")
    private void copy() {
      getClass();
    }

    @RunsIn("Annotated$Faults.region")
    private void fault() throws Exception {
      write();
      endWrite();
    }
  }

  static final class FaultsNever extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            write();
            copyQuietly();
            endWrite();
          },
          this::fault,
          this::breaks);
    }

    @MightEnter("Annotated$FaultsNever.region")
    private void copy() {
      getClass();
    }

    @NeverEnters("Annotated$FaultsNever.region")
    private void copyQuietly() {
      copy();
    }

    @NeverEnters("Annotated$FaultsNever.region")
    private void breaks() throws Exception {
      fault();
    }

    @RunsIn("Annotated$FaultsNever.region")
    private void fault() throws Exception {
      write();
      endWrite();
    }
  }

  /** Takes a lock of the JDK sometimes, not in this run. */
  static final class Maybe extends HandMade {
    private final ReentrantLock log = new ReentrantLock();

    void run() throws Exception {
      Turns.inOrder(
          () -> {
            write();
            report(false);
            endWrite();
          },
          () -> {
            log.lock();
            write();
            endWrite();
            log.unlock();
          });
    }

    @MightLock("this.log")
    private void report(boolean loud) {
      if (loud) {
        log.lock();
        log.unlock();
      }
    }
  }

  /** Says that it never waits, and waits. */
  static final class Handler {
    private final CountDownLatch done = new CountDownLatch(1);

    void run() throws Exception {
      Thread handles = Turns.start("handles", this::handle);
      Turns.untilParkedIn(handles, CountDownLatch.class);
      done.countDown();
      handles.join();
    }

    @NonBlocking("handler")
    private void handle() throws InterruptedException {
      done.await();
    }
  }

  /** At the limit: for what is there, and some time only; and what is outside may wait. */
  static final class HandlerAsks {
    private final CountDownLatch done = new CountDownLatch(1);

    void run() throws Exception {
      handle(new CountDownLatch(0));
      Thread waits = Turns.start("waits", () -> done.await());
      Turns.untilParkedIn(waits, CountDownLatch.class);
      done.countDown();
      waits.join();
    }

    @NonBlocking("handler that asks")
    private void handle(CountDownLatch none) throws InterruptedException {
      none.await();
      done.await(1, TimeUnit.MILLISECONDS);
    }
  }

  static final class Suppressed extends HandMade {
    void run() throws Exception {
      Turns.inOrder(
          () -> {
            write();
            synchronized (Suppressed.class) {
              endWrite();
            }
          },
          this::monitorThenLock);
    }

    @SuppressLockdep("known, the two never run together")
    private void monitorThenLock() throws Exception {
      synchronized (Suppressed.class) {
        read();
        endRead();
      }
    }
  }

  /** Two locks with names of the user. */
  static final class Named {
    @LockClassName("Annotated$Named first")
    private final Object a = new Object();

    @LockClassName("Annotated$Named second")
    private final Object b = new Object();

    void run() throws Exception {
      Turns.inOrder(() -> nested(a, b), () -> nested(b, a));
    }

    private static void nested(Object outer, Object inner) {
      synchronized (outer) {
        synchronized (inner) {
          inner.hashCode();
        }
      }
    }
  }
}
