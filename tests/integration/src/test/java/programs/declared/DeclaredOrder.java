package programs.declared;

import static dev.jlockdep.tests.support.ThreadScript.alone;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import java.util.concurrent.locks.ReentrantLock;
import programs.declared.Locks.Sleeping;

/** Takes locks against, with and beside a declared order; nothing else shows the right order. */
public final class DeclaredOrder {
  private DeclaredOrder() {}

  public static void main(String[] arguments) {
    Sleeping inode = lock("inode");
    Sleeping folio = lock("folio");
    Sleeping journal = lock("journal_log");
    Sleeping other = lock("other");
    ReentrantLock mutex = Lockdep.name(new ReentrantLock(), "my mutex");
    alone("legal", () -> {
      nest(inode, folio);
      nest(folio, journal);
      nest(other, folio);
    });
    alone("tried", () -> {
      mutex.lock();
      Lockdep.tryAcquired(inode, dev.jlockdep.api.AcquireMode.EXCLUSIVE);
      release(inode);
      mutex.unlock();
    });
    alone("wrong", () -> {
      mutex.lock();
      inside(inode);
      mutex.unlock();
    });
  }

  private static void inside(Sleeping inode) {
    write(inode);
    release(inode);
  }

  private static void nest(Sleeping outer, Sleeping inner) {
    write(outer);
    write(inner);
    release(inner, outer);
  }
}
