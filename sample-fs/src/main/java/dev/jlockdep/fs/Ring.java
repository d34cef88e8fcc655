package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Retry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Asynchronous requests of one owner thread, after io_uring: a request is first issued inline
 * without blocking, and goes to a worker if it would block. Completions are posted by the owner's
 * task work, which runs when the owner leaves the filesystem or waits on the ring.
 *
 * <p>Everything but the completion queue belongs to the owner; {@code uring_lock} lets a fallback
 * thread run the task work of an owner that cannot. It is never held while a request blocks: inline
 * issue does not block, and workers do not hold it.
 */
public final class Ring implements Closeable {
  private final SampleFs fs;
  private final RingIo io;
  private final Task owner = Task.current();
  private final RwSem uringLock = new RwSem("uring_lock", this);
  private final RwSem cqLock = new RwSem("cq_lock", this);
  private final Deque<Cqe> completed = new ArrayDeque<>(); // guarded by cqLock
  private final Deque<Request> backlog = new ArrayDeque<>(); // guarded by uringLock
  private int pending; // guarded by uringLock
  private Inode[] registered = {}; // of the owner

  /** A request on its way, and the one that is linked behind it. */
  static final class Request {
    final Sqe sqe;
    Request next;

    Request(Sqe sqe) {
      this.sqe = sqe;
    }
  }

  private Ring(SampleFs fs) {
    this.fs = fs;
    this.io = new RingIo(fs, this);
  }

  /** A ring of the calling thread. */
  public static Ring create(SampleFs fs) {
    fs.cluster().requireAlone("a ring");
    return new Ring(fs);
  }

  /** Files that requests can name by index from now on. */
  public void register(Inode... files) {
    requireOwner();
    registered = files.clone();
  }

  /** Submits requests, in order; then runs what task work is there. */
  public void submit(Sqe... entries) {
    requireOwner();
    owner.enter();
    try {
      uringLock.lockWrite();
      try {
        chains(entries).forEach(this::startOrHold);
      } finally {
        uringLock.unlockWrite();
      }
    } finally {
      owner.exit();
    }
  }

  public void submitRead(Inode inode, long position, ByteBuffer into, long userData) {
    submit(Sqe.read(inode, position, into, userData));
  }

  public void submitWrite(Inode inode, long position, ByteBuffer data, long userData) {
    submit(Sqe.write(inode, position, data, userData));
  }

  /** The next completion; waits for one, and runs the owner's task work meanwhile. */
  public Cqe waitCqe() throws InterruptedException {
    requireOwner();
    for (; ; ) {
      owner.runWork();
      Cqe next = poll();
      if (next != null) {
        return next;
      }
      LockSupport.park(this);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Requests that were submitted and are not complete. */
  public int pending() {
    uringLock.lockRead();
    try {
      return pending + backlog.size();
    } finally {
      uringLock.unlockRead();
    }
  }

  /** Waits until everything that was submitted is complete. */
  @Override
  public void close() {
    requireOwner();
    if (fs.has(Fault.UR_EXIT_WITH_PENDING)) {
      return;
    }
    boolean interrupted = false;
    for (owner.runWork(); pending() > 0; owner.runWork()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      owner.thread().interrupt();
    }
  }

  // ---- under uring_lock ------------------------------------------------------------------------

  /** The first request of each chain. */
  private List<Request> chains(Sqe... entries) {
    List<Request> heads = new ArrayList<>();
    Request last = null;
    for (Sqe sqe : entries) {
      Request request = new Request(sqe.fixed() < 0 ? sqe : sqe.on(registered[sqe.fixed()]));
      if (last != null && last.sqe.linked()) {
        last.next = request;
      } else {
        heads.add(request);
      }
      last = request;
    }
    return heads;
  }

  private void startOrHold(Request head) {
    if (!backlog.isEmpty() || head.sqe.drained() && pending > 0) {
      backlog.add(head);
    } else {
      start(head);
    }
  }

  private void start(Request request) {
    pending++;
    if (!issueInline(request)) {
      fs.ioWorkers().add(() -> complete(request, io.blocking(request.sqe)));
    }
  }

  /** Issues without blocking; false when the request would have to. */
  private boolean issueInline(Request request) {
    if (fs.has(Fault.UR_EAGAIN_SPIN)) {
      issueUntilDone(request);
      return true;
    }
    boolean issued = !request.sqe.async() && io.issue(request);
    if (!issued && fs.has(Fault.UR_BLOCKING_SUBMIT)) {
      complete(request, io.blocking(request.sqe));
      return true;
    }
    return issued;
  }

  /** Faulty: what the request waits for may be in the task work that does not run meanwhile. */
  private void issueUntilDone(Request request) {
    try (Retry retry = Lockdep.retry("Ring.submit:EAGAIN")) {
      do {
        retry.attempt(owner.pendingWork());
        fs.gates().reach(Gates.DIO_RETRY);
      } while (!io.issue(request));
    }
  }

  /** Ends a request: the next of its chain is issued, or with it all that is behind it. */
  private void ended(Request request, Cqe cqe) {
    uringLock.lockWrite();
    try {
      pending--;
      post(cqe);
      if (request.next != null && cqe.failure() == null) {
        start(request.next);
      } else {
        cancel(request.next);
      }
      while (!backlog.isEmpty() && !(backlog.peek().sqe.drained() && pending > 0)) {
        start(backlog.poll());
      }
    } finally {
      uringLock.unlockWrite();
    }
  }

  private void cancel(Request chain) {
    for (Request request = chain; request != null; request = request.next) {
      long id = request.sqe.userData();
      post(new Cqe(id, -1, new IOException("cancelled: the request before it failed")));
    }
  }

  // ---- completion ------------------------------------------------------------------------------

  Task owner() {
    return owner;
  }

  void complete(Request request, Cqe cqe) {
    completeByOwner(request, () -> cqe);
  }

  /** On any thread: the owner's task work makes the completion and posts it. */
  void completeByOwner(Request request, Supplier<Cqe> cqe) {
    owner.queueWork(() -> ended(request, cqe.get()));
    fs.gates().reach(Gates.RING_TASK_WORK_QUEUED);
  }

  private void post(Cqe cqe) {
    cqLock.lockWrite();
    try {
      completed.add(cqe);
    } finally {
      cqLock.unlockWrite();
    }
    LockSupport.unpark(owner.thread()); // a fallback thread may be the one that posts
  }

  private Cqe poll() {
    cqLock.lockWrite();
    try {
      return completed.poll();
    } finally {
      cqLock.unlockWrite();
    }
  }

  private void requireOwner() {
    if (Task.current() != owner) {
      throw new IllegalStateException("the ring belongs to thread " + owner.thread().getName());
    }
  }
}
