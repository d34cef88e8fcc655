package programs.declared;

import static dev.jlockdep.tests.support.ThreadScript.alone;
import static programs.declared.Locks.counter;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.read;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.TaskQueue;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.tests.support.ThreadScript;
import java.util.Map;
import programs.declared.Locks.InFlight;
import programs.declared.Locks.Node;
import programs.declared.Locks.Sleeping;

/** Task queues: the task work of a ring's owner, an event loop. */
final class QueueKernels {
  private QueueKernels() {}

  static void add(Map<String, Kernel> all) {
    all.put("ownTaskWork", k -> ownTaskWork(k, false, false));
    all.put("ownTaskWorkOnWorkqueue", k -> ownTaskWork(k, true, false));
    all.put("ownTaskWorkRunMeanwhile", k -> ownTaskWork(k, false, true));
    all.put("ownUnitNotInQueue", QueueKernels::ownUnitNotInQueue);
    all.put("ownTaskWorkBehindLock", k -> behindLock(k, false));
    all.put("ownTaskWorkNowait", k -> behindLock(k, true));
    all.put("workerForOwner", QueueKernels::workerForOwner);
    all.put("startWriteBlocks", k -> freeze(k, true));
    all.put("freezesItself", k -> freeze(k, false));
    all.put("drainerWaitsLater", k -> drainerWaits(k, true, true, false));
    all.put("drainerWaits", k -> drainerWaits(k, false, true, false));
    all.put("drainerWaitsForOther", k -> drainerWaits(k, false, false, false));
    all.put("twoDrainers", k -> drainerWaits(k, false, true, true));
    all.put("headOfLine", k -> headOfLine(k, true));
    all.put("headOfLineOtherLock", k -> headOfLine(k, false));
    all.put("blockingSubmit", QueueKernels::blockingSubmit);
  }

  /** io_uring's caller completion: the owner waits for what only its own task work can end. */
  private static void ownTaskWork(String k, boolean onWorkqueue, boolean runsMeanwhile) {
    InFlight dio = counter(k + ".inode_dio");
    Sleeping writers = lock(k + ".sb_writers");
    Sleeping rwsem = lock(k + ".i_rwsem");
    Ticket[] unit = new Ticket[1];
    try (ThreadScript script = new ThreadScript()) {
      TaskQueue[] work = new TaskQueue[1];
      script.step(k + " owner", () -> {
        work[0] = Lockdep.taskQueue(k + ".task_work", null).drainedBy(Thread.currentThread());
        unit[0] = submit(dio, onWorkqueue ? new Node() : work[0]);
      });
      script.step(k + " owner", () -> {
        read(writers);
        write(rwsem);
        fallocateWaits(dio, runsMeanwhile ? work[0] : null);
        release(rwsem, writers);
        unit[0].end();
        Lockdep.assertNothingHeld(k + " end");
      });
    }
  }

  private static Ticket submit(InFlight dio, Object target) {
    Ticket unit = Lockdep.begin(dio);
    unit.handOff(target);
    return unit;
  }

  private static void fallocateWaits(InFlight dio, TaskQueue own) {
    if (own == null) {
      Lockdep.await(dio);
    } else {
      Lockdep.await(dio, own);
    }
  }

  private static void ownUnitNotInQueue(String k) {
    InFlight dio = counter(k + ".inode_dio");
    alone(k + " owner", () -> {
      TaskQueue work =
          Lockdep.taskQueue(k + ".task_work", null).drainedBy(Thread.currentThread());
      Ticket unit = Lockdep.begin(dio);
      Lockdep.await(dio, work);
      unit.end();
    });
  }

  /** The owner blocks on a lock whose holder waits for the owner's task work. */
  private static void behindLock(String k, boolean nowait) {
    InFlight dio = counter(k + ".inode_dio");
    Sleeping rwsem = lock(k + ".i_rwsem");
    alone(k + " owner", () -> {
      TaskQueue work =
          Lockdep.taskQueue(k + ".task_work", null).drainedBy(Thread.currentThread());
      Ticket unit = submit(dio, work);
      if (nowait) {
        Lockdep.tryAcquired(rwsem, AcquireMode.READ);
      } else {
        read(rwsem);
      }
      release(rwsem);
      unit.end();
    });
    alone(k + " drain", () -> {
      write(rwsem);
      Lockdep.await(dio);
      release(rwsem);
    });
  }

  /** A worker's own submissions belong to the owner: the worker may wait. */
  private static void workerForOwner(String k) {
    InFlight dio = counter(k + ".inode_dio");
    Sleeping rwsem = lock(k + ".i_rwsem");
    Thread[] owner = new Thread[1];
    Ticket[] unit = new Ticket[1];
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " owner", () -> owner[0] = Thread.currentThread());
      script.step(k + " worker", () -> {
        unit[0] = submit(dio, owner[0]);
        write(rwsem);
        Lockdep.await(dio);
        release(rwsem);
      });
      script.step(k + " owner", () -> unit[0].end());
    }
  }

  private static void freeze(String k, boolean startsWrite) {
    InFlight writers = counter(k + ".sb_writers");
    alone(k + " owner", () -> {
      TaskQueue work =
          Lockdep.taskQueue(k + ".task_work", null).drainedBy(Thread.currentThread());
      Ticket unit = submit(writers, work);
      if (startsWrite) {
        read(writers);
        release(writers);
      } else {
        Lockdep.await(writers);
      }
      unit.end();
      Lockdep.assertNothingHeld(k + " end");
    });
  }

  /** Work of the queue waits for a count that another piece of its work must drop. */
  private static void drainerWaits(String k, boolean bound, boolean same, boolean two) {
    InFlight dio = counter(k + ".dio");
    InFlight other = counter(k + ".other");
    TaskQueue queue = Lockdep.taskQueue(k + ".loop", null);
    Ticket[] unit = new Ticket[1];
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " loop", () -> {
        if (bound) {
          queue.drainedBy(Thread.currentThread());
        }
      });
      script.step(k + " T", () -> unit[0] = submit(dio, queue));
      Scope[] second = new Scope[1];
      if (two) {
        script.step(k + " loop2", () -> second[0] = queue.drain());
      }
      script.step(k + " loop", () -> {
        Scope drain = bound ? null : queue.drain();
        unit[0].end();
        Lockdep.await(same ? dio : other);
        if (drain != null) {
          drain.close();
        }
      });
      if (two) {
        script.step(k + " loop2", () -> second[0].close());
      }
    }
  }

  /** A piece of work in front of the completion needs the lock that the waiter holds. */
  private static void headOfLine(String k, boolean same) {
    InFlight dio = counter(k + ".dio");
    Sleeping lock = lock(k + ".lock");
    Sleeping other = lock(k + ".other");
    TaskQueue queue = Lockdep.taskQueue(k + ".loop", null);
    Ticket[] unit = new Ticket[1];
    alone(k + " T", () -> unit[0] = submit(dio, queue));
    alone(k + " loop", () -> {
      try (Scope drain = queue.drain()) {
        write(lock);
        release(lock);
        unit[0].end();
      }
    });
    alone(k + " waiter", () -> {
      write(same ? lock : other);
      Lockdep.await(dio);
      release(same ? lock : other);
    });
  }

  private static void blockingSubmit(String k) {
    InFlight dio = counter(k + ".inode_dio");
    alone(k + " owner", () -> {
      TaskQueue work =
          Lockdep.taskQueue(k + ".task_work", null).drainedBy(Thread.currentThread());
      Lockdep.assertNotHeld(dio);
      Ticket unit = submit(dio, work);
      Lockdep.assertNotHeld(dio);
      unit.end();
    });
  }
}
