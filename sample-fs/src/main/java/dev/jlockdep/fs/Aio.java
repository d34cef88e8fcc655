package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Asynchronous direct writes of one thread, after Linux' aio: submission may block, and a write that
 * cannot be started at once is carried out by its submitter. The workqueue ends a write; with {@link
 * Fault#UR_AIO_CALLER_COMPLETION} its submitter does, when it asks for events.
 */
public final class Aio {
  private final SampleFs fs;
  private final Task owner = Task.current();
  private final Queue<Cqe> events = new ConcurrentLinkedQueue<>();

  private Aio(SampleFs fs) {
    this.fs = fs;
  }

  /** A context of the calling thread. */
  public static Aio create(SampleFs fs) {
    fs.cluster().requireAlone("asynchronous I/O");
    return new Aio(fs);
  }

  /** Starts a write of whole blocks, or carries it out. */
  public void submitWrite(Inode inode, long position, ByteBuffer data, long userData)
      throws IOException {
    FreezeGate.Pass pass = fs.sbWriters().enterFor(fs.device());
    boolean byOwner = fs.has(Fault.UR_AIO_CALLER_COMPLETION);
    boolean started =
        Dio.startNowait(
            fs, inode, new Transfer(true, position, data),
            byOwner ? owner.workQueue() : fs.dioWorkqueue(),
            end -> {
              pass.leave();
              Runnable work = () -> finish(end, userData);
              if (byOwner) {
                owner.queueWork(work);
                fs.gates().reach(Gates.RING_TASK_WORK_QUEUED);
              } else {
                fs.dioWorkqueue().add(work);
              }
            });
    if (!started) {
      pass.leave();
      int written = Vfs.writeDirect(fs, inode, position, data);
      events.add(new Cqe(userData, written, null));
    }
  }

  private void finish(DioEnd end, long userData) {
    end.finish();
    try {
      events.add(new Cqe(userData, end.result(), null));
    } catch (IOException e) {
      events.add(new Cqe(userData, -1, e));
    }
    fs.gates().reach(Gates.AIO_POSTED);
    LockSupport.unpark(owner.thread());
  }

  /** The next event; waits for one. */
  public Cqe getEvent() throws InterruptedException {
    for (; ; ) {
      owner.runWork();
      Cqe event = events.poll();
      if (event != null) {
        return event;
      }
      LockSupport.park(this);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
