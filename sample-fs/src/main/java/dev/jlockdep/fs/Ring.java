package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Asynchronous direct I/O for one owner thread, after io_uring: a request is first issued inline
 * without blocking, and goes to a worker if it would block. Completions are posted by the owner's
 * task work.
 *
 * <p>The end of a write runs on the direct-I/O workqueue. With {@link Fault#UR_CALLER_COMPLETION}
 * it moves into the owner's task work as well, and then the owner must never wait for the in-flight
 * count: it would wait for itself.
 */
public final class Ring {
  private final SampleFs fs;
  private final Task owner = Task.current();
  private final Queue<Cqe> completed = new ConcurrentLinkedQueue<>();

  private Ring(SampleFs fs) {
    this.fs = fs;
  }

  /** A ring of the calling thread. */
  public static Ring create(SampleFs fs) {
    return new Ring(fs);
  }

  public void submitRead(Inode inode, long position, ByteBuffer data, long userData) {
    submit(inode, new Transfer(false, position, data), userData);
  }

  public void submitWrite(Inode inode, long position, ByteBuffer data, long userData) {
    submit(inode, new Transfer(true, position, data), userData);
  }

  /** The next completion; waits for one, and runs the owner's task work meanwhile. */
  public Cqe waitCqe() throws InterruptedException {
    requireOwner();
    for (; ; ) {
      owner.runWork();
      Cqe next = completed.poll();
      if (next != null) {
        return next;
      }
      LockSupport.park(this);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private void submit(Inode inode, Transfer transfer, long userData) {
    requireOwner();
    boolean issued =
        transfer.write()
            ? issueWrite(inode, transfer, userData)
            : issueRead(inode, transfer, userData);
    if (!issued) {
      fs.ioWorkers().add(() -> perform(inode, transfer, userData));
    }
    owner.runWork();
  }

  private boolean issueRead(Inode inode, Transfer transfer, long userData) {
    if (transfer.position() >= inode.size()) {
      return false;
    }
    // the end of a read cannot block, so the device does it
    return Dio.startNowait(
        fs,
        inode,
        transfer,
        fs.device(),
        end -> {
          end.finish();
          postByOwner(() -> cqe(end, userData));
        });
  }

  private boolean issueWrite(Inode inode, Transfer transfer, long userData) {
    FreezeGate.Pass pass = fs.sbWriters().tryEnterFor(fs.device());
    if (pass == null) {
      return false;
    }
    boolean started =
        fs.has(Fault.UR_CALLER_COMPLETION)
            ? issueCompletedByOwner(inode, transfer, userData, pass)
            : issueCompletedByWorkqueue(inode, transfer, userData, pass);
    if (!started) {
      pass.leave();
    }
    return started;
  }

  /** The workqueue ends the transfer; the owner only posts it. */
  private boolean issueCompletedByWorkqueue(
      Inode inode, Transfer transfer, long userData, FreezeGate.Pass pass) {
    return Dio.startNowait(
        fs,
        inode,
        transfer,
        fs.dioWorkqueue(),
        end -> {
          pass.leave();
          fs.dioWorkqueue()
              .add(
                  () -> {
                    end.finish();
                    postByOwner(() -> cqe(end, userData));
                  });
        });
  }

  /** Faulty: the owner ends the transfer, whenever it gets to run its task work. */
  private boolean issueCompletedByOwner(
      Inode inode, Transfer transfer, long userData, FreezeGate.Pass pass) {
    return Dio.startNowait(
        fs,
        inode,
        transfer,
        null,
        end -> {
          pass.leave();
          postByOwner(
              () -> {
                end.finish();
                return cqe(end, userData);
              });
        });
  }

  /** On a worker: may block. */
  private void perform(Inode inode, Transfer transfer, long userData) {
    Cqe cqe = blocking(inode, transfer, userData);
    postByOwner(() -> cqe);
  }

  private Cqe blocking(Inode inode, Transfer transfer, long userData) {
    try {
      int moved =
          transfer.write()
              ? Vfs.writeDirect(fs, inode, transfer.position(), transfer.data())
              : Vfs.readDirect(fs, inode, transfer.position(), transfer.data());
      return new Cqe(userData, Math.max(0, moved), null);
    } catch (IOException e) {
      return new Cqe(userData, -1, e);
    }
  }

  private void postByOwner(Supplier<Cqe> cqe) {
    owner.queueWork(() -> post(cqe.get()));
    fs.gates().reach(Gates.RING_TASK_WORK_QUEUED);
  }

  private void post(Cqe cqe) {
    completed.add(cqe);
    LockSupport.unpark(owner.thread()); // a fallback thread may be the one that posts
  }

  private void requireOwner() {
    if (Task.current() != owner) {
      throw new IllegalStateException("the ring belongs to thread " + owner.thread().getName());
    }
  }

  private static Cqe cqe(DioEnd end, long userData) {
    try {
      return new Cqe(userData, end.result(), null);
    } catch (IOException e) {
      return new Cqe(userData, -1, e);
    }
  }
}
