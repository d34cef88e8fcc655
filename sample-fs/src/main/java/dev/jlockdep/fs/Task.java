package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.TaskQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread as the filesystem sees it, with the work others queued for it (the kernel's task_work).
 * The thread runs that work when it leaves the filesystem or waits on its ring, never in between.
 */
public final class Task {
  private static final ThreadLocal<Task> CURRENT =
      ThreadLocal.withInitial(() -> new Task(Thread.currentThread()));

  private final Thread thread;
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  /** How jlockdep knows the queue: what waits in it only this thread can end. Made when needed. */
  private TaskQueue declared;

  private int faultsDisabled;
  /** Calls into the filesystem that this thread is in. */
  private int calls;
  private String rescuedAt;
  private Inode ownInode;
  private long ownBlock;

  private Task(Thread thread) {
    this.thread = thread;
  }

  public static Task current() {
    return CURRENT.get();
  }

  public Thread thread() {
    return thread;
  }

  /** Work that waits for this task to run it. */
  public int pendingWork() {
    return work.size();
  }

  /**
   * From now on this thread does not block on locks of a class: {@link Rescued} ends the call
   * instead. For scenarios whose faulty code would hang. Null: blocks as usual.
   */
  public void rescueAt(String lockClass) {
    rescuedAt = lockClass;
  }

  String rescuedAt() {
    return rescuedAt;
  }

  /** Until the scope is closed, touching a page that is not there fails instead of faulting. */
  Scope disableFaults() {
    faultsDisabled++;
    Scope checked = Lockdep.pagefaultDisabled();
    return () -> {
      checked.close();
      faultsDisabled--;
    };
  }

  boolean faultsDisabled() {
    return faultsDisabled > 0;
  }

  /** Until the scope is closed, this task knows that it has locked the range of a block itself. */
  Scope passRange(Inode inode, long block) {
    ownInode = inode;
    ownBlock = block;
    return () -> ownInode = null;
  }

  boolean ownsRange(Inode inode, long block) {
    return ownInode == inode && ownBlock == block;
  }

  /** Who ends what was left to this task's work. On the task's own thread. */
  TaskQueue workQueue() {
    if (declared == null) {
      declared = Lockdep.taskQueue("task_work", this).drainedBy(thread);
    }
    return declared;
  }

  void queueWork(Runnable item) {
    work.add(item);
    LockSupport.unpark(thread);
  }

  /** This thread comes in from the user; {@link #exit} goes out again. */
  Task enter() {
    calls++;
    return this;
  }

  /** On the way out to the user, the work that others queued is done. */
  void exit() {
    if (--calls == 0) {
      runWork();
    }
  }

  /** Runs the work of the calling thread's task. */
  void runWork() {
    if (!work.isEmpty()) {
      try (Scope draining = workQueue().drain()) {
        drain();
      }
    }
  }

  /**
   * Runs the work of a task that cannot do it itself, on the calling thread: the kernel does this
   * for tasks that exit.
   */
  public void runWorkAsFallback() {
    drain();
  }

  private void drain() {
    for (Runnable item = work.poll(); item != null; item = work.poll()) {
      item.run();
    }
  }
}
