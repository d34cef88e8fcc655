package programs.pages;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;

/** UNGUARDED: rows may be locked together because the table is locked, and once it is not. */
public final class Rows {
  private static final Object TABLE = Lockdep.name(new Object(), "table");

  Rows() {
    Lockdep.declare(this, "row", null, "row lock");
  }

  void lock() {
    Lockdep.acquireUnder(this, AcquireMode.EXCLUSIVE, TABLE);
  }

  void unlock() {
    Lockdep.release(this);
  }

  public static void main(String[] args) {
    Rows first = new Rows();
    Rows second = new Rows();
    synchronized (TABLE) {
      first.lock();
      second.lock();
      second.unlock();
      first.unlock();
    }
    Cleaner.touch(first);
  }

  private static final class Cleaner {
    static void touch(Rows row) {
      row.lock();
      row.unlock();
    }
  }
}
