package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.READ;
import static dev.jlockdep.internal.held.ThreadState.TICKET;
import static dev.jlockdep.internal.held.ThreadState.TRY;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.Scope;
import dev.jlockdep.api.TaskQueue;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.OpenScope;
import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.held.ThreadState;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A task queue as a lock: its drainer holds it, what waits in it needs it. Where one thread is known
 * to drain it, that thread holds the waiting tickets themselves, and the queue only while it waits.
 */
public final class Queue implements TaskQueue {
  private static final int HOLD = Declared.DECLARED_BITS | READ | TRY;
  private static final int NEED = Declared.DECLARED_BITS | X;
  private static final SpinLock LOCK = new SpinLock();
  /** Queues with a known drainer; replaced, never changed. */
  private static volatile Bound[] bound = new Bound[0];

  /** Who drains a queue. */
  private static final class Bound extends WeakReference<Thread> {
    final WeakReference<Queue> queue;
    /** Where that was said. */
    final Duty duty = new Duty();

    Bound(Thread drainer, Queue queue) {
      super(drainer);
      this.queue = new WeakReference<>(queue);
      duty.began(new Throwable(), drainer.getName());
    }
  }

  private final String name;
  private final WeakReference<Object> owner;
  private final AtomicInteger drainers = new AtomicInteger();
  private volatile WeakReference<Thread> drainer = new WeakReference<>(null);
  private volatile Instance instance;

  public Queue(String name, Object owner) {
    this.name = name;
    this.owner = new WeakReference<>(owner);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TaskQueue drainedBy(Thread thread) {
    try {
      drainer = new WeakReference<>(thread);
      Bound made = thread == null ? null : new Bound(thread, this);
      LOCK.lock();
      try {
        Bound[] next = new Bound[bound.length + 1];
        int n = 0;
        for (Bound b : bound) {
          Queue q = b.queue.get();
          if (q != null && q != this && b.get() != null) {
            next[n++] = b;
          }
        }
        if (made != null) {
          next[n++] = made;
        }
        bound = Arrays.copyOf(next, n);
      } finally {
        LOCK.unlock();
      }
      return this;
    } catch (Throwable t) {
      Errors.caught(t);
      return this;
    }
  }

  /** The one thread that drains it, or null. */
  Thread drainer() {
    return drainer.get();
  }

  private void declared() {
    if (instance == null) {
      instance =
          Declared.through(this, name, "task queue", owner.get(), LockClass.BY_HOLDER);
    }
  }

  /** A hold waits in the queue for its end. */
  void takes(ThreadState s, Duty held, int bits) {
    declared();
    Probe.alone(s, ((Unit) held).lock, bits, held, this, NEED);
  }

  /** The thread waits: everything in the queues that only it drains waits with it. */
  static void drainerWaits(ThreadState s, Object counter, int bits) {
    for (Bound b : bound) {
      Queue q = b.refersTo(s.thread) ? b.queue.get() : null;
      if (q != null && s.indexOf(q) < 0) {
        q.declared();
        Probe.alone(s, q, HOLD | TICKET, b.duty, counter, bits);
      }
    }
  }

  @Override
  public Scope drain() {
    try {
      ThreadState s = Declared.active() ? Declared.ready() : null;
      if (s == null) {
        return Declared.NO_SCOPE;
      }
      declared();
      if (drainers.incrementAndGet() > 1) {
        instance.many = true;
      }
      boolean first = s.indexOf(this) < 0;
      if (first) {
        Hooks.request(s, this, 0, HOLD);
      }
      return new Drain(s, this, first);
    } catch (Throwable t) {
      Errors.caught(t);
      return Declared.NO_SCOPE;
    }
  }

  /** A thread that carries out the queue's work. */
  private static final class Drain extends OpenScope {
    private final Queue queue;
    private final boolean holds;

    Drain(ThreadState s, Queue queue, boolean holds) {
      super(s);
      this.queue = queue;
      this.holds = holds;
    }

    @Override
    protected String what() {
      return "drain of " + queue.name;
    }

    @Override
    protected void closed(ThreadState s) {
      queue.drainers.decrementAndGet();
      int i = holds ? s.indexOf(queue) : -1;
      if (i >= 0) {
        s.remove(i);
      }
    }
  }
}
