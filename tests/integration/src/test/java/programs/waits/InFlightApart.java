package programs.waits;

import java.util.concurrent.atomic.AtomicInteger;
import programs.Turns;

/** Counts of work in flight whose fall can always be waited for. A type for every part. */
public final class InFlightApart {
  private InFlightApart() {}

  public static void main(String[] args) throws Exception {
    CloseAfter.main();
    InsideTheLock.main();
    FreeEnd.main();
    Buffer.main();
    OthersEnd.main();
    AtomicAfter.main();
    AtomicFree.main();
    AtomicSet.main();
  }

  /** JDK-8012019, repaired: the wait comes when the lock is let go. */
  static final class CloseAfter {
    static final Object M = new Object();
    static final InFlight.Users USERS = new InFlight.Users();

    static void main() throws Exception {
      Turns.inOrder(CloseAfter::use, CloseAfter::close);
    }

    static void use() {
      USERS.add();
      synchronized (M) {
        USERS.remove();
      }
    }

    static void close() throws Exception {
      synchronized (M) {
        M.hashCode();
      }
      USERS.untilNone();
    }
  }

  /** Raised and lowered under the lock: whoever has it sees nothing in flight. */
  static final class InsideTheLock {
    static final Object M = new Object();
    static final InFlight.Users USERS = new InFlight.Users();

    static void main() throws Exception {
      Turns.inOrder(InsideTheLock::use, InsideTheLock::close);
    }

    static void use() {
      synchronized (M) {
        USERS.add();
        M.hashCode();
        USERS.remove();
      }
    }

    static void close() throws Exception {
      synchronized (M) {
        USERS.untilNone();
      }
    }
  }

  /** At the limit: one of those who lower the count needs the lock, another does not. */
  static final class FreeEnd {
    static final Object M = new Object();
    static final InFlight.Users USERS = new InFlight.Users();

    static void main() throws Exception {
      Turns.inOrder(FreeEnd::use, FreeEnd::useFreely, FreeEnd::close);
    }

    static void use() {
      USERS.add();
      synchronized (M) {
        USERS.remove();
      }
    }

    static void useFreely() {
      USERS.add();
      USERS.remove();
    }

    static void close() throws Exception {
      synchronized (M) {
        USERS.untilNone();
      }
    }
  }

  /** Who has raised the count waits for others to lower it, and later lowers for another. */
  static final class OthersEnd {
    static final InFlight.Users USERS = new InFlight.Users();

    static void main() throws Exception {
      Turns.inOrder(OthersEnd::fork);
    }

    static void fork() throws Exception {
      USERS.add();
      Thread other = Turns.start("other", USERS::remove);
      USERS.untilNone();
      other.join();
      Turns.start("another", USERS::add).join();
      USERS.remove();
    }
  }

  /** A wait for more is no wait for the end of work: who has the lock knows that there is something. */
  static final class Buffer {
    static final Object M = new Object();
    private int items;

    static void main() throws Exception {
      Buffer buffer = new Buffer();
      Turns.inOrder(buffer::putUnderLock, buffer::takeUnderLock);
    }

    void putUnderLock() {
      synchronized (M) {
        put();
      }
    }

    void takeUnderLock() throws Exception {
      synchronized (M) {
        take();
      }
    }

    synchronized void put() {
      items++;
      notify();
    }

    synchronized void take() throws InterruptedException {
      while (items == 0) {
        wait();
      }
      items--;
    }
  }

  /** A count that is changed without a lock, waited for when the lock is let go. */
  static final class AtomicAfter {
    static final Object M = new Object();
    static final InFlight.AtomicUsers USERS = new InFlight.AtomicUsers();

    static void main() throws Exception {
      Turns.inOrder(AtomicAfter::use, AtomicAfter::close);
    }

    static void use() {
      USERS.add();
      synchronized (M) {
        USERS.remove();
      }
    }

    static void close() throws Exception {
      synchronized (M) {
        M.hashCode();
      }
      USERS.untilNone();
    }
  }

  /** At the limit: one lowers it with the lock, another without. */
  static final class AtomicFree {
    static final Object M = new Object();
    static final InFlight.AtomicUsers USERS = new InFlight.AtomicUsers();

    static void main() throws Exception {
      Turns.inOrder(AtomicFree::use, AtomicFree::useFreely, AtomicFree::close);
    }

    static void use() {
      USERS.add();
      synchronized (M) {
        USERS.remove();
      }
    }

    static void useFreely() {
      USERS.add();
      USERS.remove();
    }

    static void close() throws Exception {
      synchronized (M) {
        USERS.untilNone();
      }
    }
  }

  /** At the limit: who stops sets the count, and needs no lock for that. */
  static final class AtomicSet {
    static final Object M = new Object();
    private final AtomicInteger used = new AtomicInteger();

    static void main() throws Exception {
      AtomicSet users = new AtomicSet();
      Turns.inOrder(users::use, users::close, users::stop);
    }

    void use() {
      used.incrementAndGet();
      synchronized (M) {
        used.decrementAndGet();
      }
    }

    void close() throws InterruptedException {
      synchronized (M) {
        synchronized (this) {
          while (used.get() > 0) {
            wait();
          }
        }
      }
    }

    synchronized void stop() {
      used.set(0);
      notifyAll();
    }
  }
}
