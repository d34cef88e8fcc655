package programs.pages;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.SuppressLockdep;
import dev.jlockdep.api.Ticket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** The right forms of the pages, and those that are meant so and say it: nothing is reported. */
public final class Repaired {
  private Repaired() {}

  public static void main(String[] args) throws Exception {
    new Copy().read();
    new Extent().punchHole();
    composed();
    BacksOff backsOff = new BacksOff();
    Turns.inOrder(backsOff::book, backsOff::report);
    new Writes().submit();
    Books books = new Books();
    Turns.inOrder(books::book, books::reportAtNight);
  }

  /** CONTEXT: the section ends before the fault. */
  private static final class Copy {
    private final ReentrantLock extent = Lockdep.name(new ReentrantLock(), "extent");

    void read() {
      while (!copy()) {
        try (Scope handler = Lockdep.enterFault()) {
          System.out.println("page mapped");
        }
      }
    }

    private boolean mapped;

    private boolean copy() {
      extent.lock();
      try (Scope section = Lockdep.noFault()) {
        boolean done = mapped;
        mapped = true;
        return done;
      } finally {
        extent.unlock();
      }
    }
  }

  /** UNGUARDED: the write lock. */
  private static final class Extent {
    private final ReentrantReadWriteLock mapping =
        Lockdep.name(new ReentrantReadWriteLock(), "mapping");

    void punchHole() {
      mapping.writeLock().lock();
      try {
        Lockdep.requires("extent removal", mapping, AcquireMode.EXCLUSIVE);
      } finally {
        mapping.writeLock().unlock();
      }
    }
  }

  /** DEADLOCK: what comes after the inner task is told to the pool, and nobody waits in it. */
  private static void composed() {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    CompletableFuture<String> outer =
        CompletableFuture.supplyAsync(() -> "outer", pool)
            .thenCompose(o -> CompletableFuture.supplyAsync(() -> o + ", inner", pool));
    System.out.println(outer.join());
    pool.shutdown();
  }

  /** STALL: who cannot have the second lock at once comes again. */
  private static final class BacksOff {
    private final ReentrantLock ledger = new ReentrantLock();
    private final ReentrantLock audit = new ReentrantLock();

    void book() {
      ledger.lock();
      try {
        audit.lock();
        audit.unlock();
      } finally {
        ledger.unlock();
      }
    }

    boolean report() {
      audit.lock();
      try {
        if (!ledger.tryLock()) {
          return false;
        }
        ledger.unlock();
        return true;
      } finally {
        audit.unlock();
      }
    }
  }

  /** LEAK and BAD_RELEASE: another thread ends what this one began, and is told so. */
  private static final class Writes {
    void submit() throws InterruptedException {
      Ticket write = Lockdep.begin(this);
      Thread writer = new Thread(write::end, "writer");
      write.handOff(writer);
      writer.start();
      writer.join();
    }
  }

  /** CYCLE: the two orders never run at the same time, for a reason that no lock says. */
  private static final class Books {
    private final Object audit = new Object();
    private final Object ledger = new Object();
    private int total;

    void book() {
      synchronized (ledger) {
        synchronized (audit) {
          total++;
        }
      }
    }

    @SuppressLockdep("runs at night, when nothing is booked")
    void reportAtNight() {
      synchronized (audit) {
        synchronized (ledger) {
          total--;
        }
      }
    }
  }
}
