package programs.declared;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;

/** Locks that exist only for the tool: what they would do does not matter, only what is said. */
final class Locks {
  private Locks() {}

  /** One lock written by hand. */
  static final class Sleeping {}

  /** A count of work in flight. */
  static final class InFlight {}

  /** An object that locks belong to. */
  static final class Node {}

  static Sleeping lock(String name, Object owner) {
    return Lockdep.declare(new Sleeping(), name, owner, "rwsem");
  }

  static Sleeping lock(String name) {
    return lock(name, null);
  }

  static InFlight counter(String name, Object owner) {
    return Lockdep.declare(new InFlight(), name, owner, "counter");
  }

  static InFlight counter(String name) {
    return counter(name, null);
  }

  static void write(Object lock) {
    Lockdep.acquire(lock, AcquireMode.EXCLUSIVE);
  }

  static void read(Object lock) {
    Lockdep.acquire(lock, AcquireMode.READ);
  }

  static void release(Object... locks) {
    for (Object lock : locks) {
      Lockdep.release(lock);
    }
  }
}
