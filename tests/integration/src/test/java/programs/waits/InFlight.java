package programs.waits;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import programs.Turns;

/**
 * Counts of work in flight that a type keeps by hand, and a wait until they fall. Nothing is in flight
 * where the wait comes, so it is never entered. Every part has a type of its own.
 */
public final class InFlight {
  private InFlight() {}

  public static void main(String[] args) throws Exception {
    Close.main();
    Merges.main();
    Drain.main();
    Atomic.main();
    Longs.main();
  }

  /** JDK-8012019: who closes a channel waits for its users under the lock that they need to leave. */
  static final class Close {
    static final Object M = new Object();
    static final Users USERS = new Users();

    static void main() throws Exception {
      Turns.inOrder(Close::use, Close::close);
    }

    static void use() {
      USERS.add();
      synchronized (M) { // on the circle
        USERS.remove();
      }
    }

    static void close() throws Exception {
      synchronized (M) { // on the circle
        USERS.untilNone();
      }
    }
  }

  static final class Users {
    private int used;

    synchronized void add() {
      used++;
    }

    synchronized void remove() {
      used--;
      notifyAll();
    }

    synchronized void untilNone() throws InterruptedException {
      while (used > 0) {
        wait();
      }
    }
  }

  /** LUCENE-2783: room for one more merge is waited for under a lock that the merges need. */
  static final class Merges {
    static final Object M = new Object();
    static final Room ROOM = new Room(2);

    static void main() throws Exception {
      Turns.inOrder(Merges::merge, Merges::begin);
    }

    static void merge() throws Exception {
      ROOM.enter();
      synchronized (M) { // on the circle
        M.hashCode();
      }
      ROOM.leave();
    }

    static void begin() throws Exception {
      synchronized (M) { // on the circle
        ROOM.enter();
      }
    }
  }

  static final class Room {
    private final int most;
    private int running;

    Room(int most) {
      this.most = most;
    }

    synchronized void enter() throws InterruptedException {
      while (running >= most) {
        wait();
      }
      running += 1;
    }

    synchronized void leave() {
      running -= 1;
      notify();
    }
  }

  /** A lock of its own guards the count; another thread than the one that raised it lowers it. */
  static final class Drain {
    static final Object M = new Object();
    static final Requests REQUESTS = new Requests();

    static void main() throws Exception {
      Turns.inOrder(REQUESTS::begin, Drain::complete, Drain::drain);
    }

    static void complete() {
      synchronized (M) { // on the circle
        M.hashCode();
      }
      REQUESTS.end();
    }

    static void drain() throws Exception {
      synchronized (M) { // on the circle
        REQUESTS.drain();
      }
    }
  }

  static final class Requests {
    private final Object lock = new Object();
    private int pending;
    private boolean closed;

    void begin() {
      synchronized (lock) {
        ++pending;
      }
    }

    void end() {
      synchronized (lock) {
        if (--pending == 0) {
          lock.notifyAll();
        }
      }
    }

    void drain() throws InterruptedException {
      synchronized (lock) {
        while (pending != 0 && !closed) {
          lock.wait();
        }
        closed = true;
      }
    }
  }

  /** JDK-8012019 with a count that is changed without a lock. */
  static final class Atomic {
    static final Object M = new Object();
    static final AtomicUsers USERS = new AtomicUsers();

    static void main() throws Exception {
      Turns.inOrder(Atomic::use, Atomic::close);
    }

    static void use() {
      USERS.add();
      synchronized (M) { // on the circle
        USERS.remove();
      }
    }

    static void close() throws Exception {
      synchronized (M) { // on the circle
        USERS.untilNone();
      }
    }
  }

  static final class AtomicUsers {
    private final AtomicInteger used = new AtomicInteger();

    void add() {
      used.incrementAndGet();
    }

    void remove() {
      if (used.decrementAndGet() == 0) {
        synchronized (this) {
          notifyAll();
        }
      }
    }

    synchronized void untilNone() throws InterruptedException {
      while (used.get() > 0) {
        wait();
      }
    }
  }

  /** The same with longs: room for one more is waited for under a lock that the others need. */
  static final class Longs {
    static final Object M = new Object();
    static final LongRoom ROOM = new LongRoom();

    static void main() throws Exception {
      Turns.inOrder(Longs::write, Longs::flush);
    }

    static void write() throws Exception {
      ROOM.enter();
      synchronized (M) { // on the circle
        M.hashCode();
      }
      ROOM.leave();
    }

    static void flush() throws Exception {
      synchronized (M) { // on the circle
        ROOM.enter();
      }
    }
  }

  static final class LongRoom {
    private static final long MOST = 2;
    private final Object lock = new Object();
    private final AtomicLong inside = new AtomicLong();

    void enter() throws InterruptedException {
      synchronized (lock) {
        while (inside.get() >= MOST) {
          lock.wait();
        }
        inside.getAndIncrement();
      }
    }

    void leave() {
      synchronized (lock) {
        inside.getAndDecrement();
        lock.notifyAll();
      }
    }
  }
}
