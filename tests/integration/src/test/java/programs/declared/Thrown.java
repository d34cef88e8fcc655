package programs.declared;

import static programs.declared.Locks.counter;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.api.Retry;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.TaskQueue;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.tests.support.ThreadScript;
import programs.declared.Locks.InFlight;
import programs.declared.Locks.Sleeping;

/** Runs under {@code onFinding=throw}: each wrong call throws, and what is held stays as it was. */
public final class Thrown {
  private Thrown() {}

  public static void main(String[] arguments) {
    ThreadScript.alone("T", Thrown::all);
  }

  private static void all() {
    InFlight dio = counter("dio");
    Sleeping x = lock("x");
    TaskQueue work = Lockdep.taskQueue("work", null).drainedBy(Thread.currentThread());
    Ticket unit = Lockdep.begin(dio);
    throwing("await", 1, () -> Lockdep.await(dio));
    unit.end();
    InFlight bio = counter("bio");
    Ticket mine = Lockdep.begin(bio);
    throwing("await with a queue's work", 1, () -> Lockdep.await(bio, work));
    mine.end();
    write(x);
    throwing("acquire", 1, () -> write(x));
    throwing("range", 1, () -> ranges());
    try (Scope section = Lockdep.noFault()) {
      throwing("fault", 1, Lockdep::enterFault);
    }
    throwing("assertNotHeld", 1, () -> Lockdep.assertNotHeld(x));
    release(x);
    throwing("requires", 0, () -> Lockdep.requires("op", x, AcquireMode.READ));
    try (Retry retry = Lockdep.retry("loop")) {
      retry.attempt(1);
      retry.attempt(1);
      throwing("attempt", 0, () -> retry.attempt(1));
    }
    regions();
    queues();
    try (Scope quiet = Lockdep.suppress("it is known")) {
      Sleeping z = lock("z");
      write(z);
      write(z);
      release(z, z);
    }
  }

  private static void ranges() {
    Object tree = Lockdep.declareRanges(new RangeKernels.Tree(), "range", null);
    RangeKernels.acquire(tree, 0, 4);
    try {
      RangeKernels.acquire(tree, 2, 6);
    } finally {
      Lockdep.releaseRange(tree, 0, 4);
    }
  }

  private static void regions() {
    Sleeping y = lock("y");
    try (Scope handler = Lockdep.enterFault()) {
      write(y);
      release(y);
    }
    write(y);
    throwing("mightFault", 1, Lockdep::mightFault);
    release(y);
  }

  private static void queues() {
    TaskQueue queue = Lockdep.taskQueue("queue", null);
    InFlight other = counter("other");
    try (Scope drain = queue.drain()) {
      Lockdep.await(other);
      Ticket unit = Lockdep.begin(other);
      throwing("handOff", 1, () -> unit.handOff(queue));
      unit.end();
    }
  }

  private static void throwing(String what, int depth, Runnable call) {
    try {
      call.run();
    } catch (LockdepDeadlockError expected) {
      if (LockdepControl.depth() != depth) {
        throw new IllegalStateException(what + " left " + LockdepControl.depth() + " holds");
      }
      System.out.println(what + " threw " + expected.finding().kind());
      return;
    }
    throw new IllegalStateException(what + " did not throw");
  }
}
