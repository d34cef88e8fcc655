package programs.pages;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.TaskQueue;
import dev.jlockdep.api.Ticket;

/** RECURSION: a ring's owner waits for I/O that only its own task work can complete. */
public final class TaskWork {
  private final TaskQueue work =
      Lockdep.taskQueue("task work", this).drainedBy(Thread.currentThread());
  private final Object inFlight = Lockdep.declare(new InFlight(), "inode_dio", this, "event");

  /** A count of direct I/O. */
  private static final class InFlight {}

  Ticket submit() {
    Ticket unit = Lockdep.begin(inFlight);
    unit.handOff(work);
    return unit;
  }

  void fallocate() {
    Lockdep.await(inFlight);
    System.out.println("the device was quicker, this time");
  }

  public static void main(String[] args) {
    TaskWork ring = new TaskWork();
    Ticket unit = ring.submit();
    ring.fallocate();
    unit.end();
  }
}
