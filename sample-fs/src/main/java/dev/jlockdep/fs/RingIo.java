package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * How the requests of one ring are carried out: inline by the owner, which never blocks, or by a
 * worker, which may.
 *
 * <p>The end of a write runs on the direct-I/O workqueue. With {@link Fault#UR_CALLER_COMPLETION}
 * it moves into the owner's task work, and then the owner must never wait for the in-flight count:
 * it would wait for itself.
 */
final class RingIo {
  private final SampleFs fs;
  private final Ring ring;

  RingIo(SampleFs fs, Ring ring) {
    this.fs = fs;
    this.ring = ring;
  }

  /** Starts a request without blocking; false when it has to block. */
  boolean issue(Ring.Request request) {
    return switch (request.sqe.op()) {
      case NOP -> {
        ring.complete(request, new Cqe(request.sqe.userData(), 0, null));
        yield true;
      }
      case READ -> issueRead(request);
      case WRITE -> issueWrite(request);
      default -> false;
    };
  }

  /** Carries a request out, however long that takes. Not for a thread that owes completions. */
  Cqe blocking(Sqe sqe) {
    if (sqe.inode() != null) {
      Lockdep.assertNotHeld(sqe.inode().dioCount());
    }
    return perform(sqe);
  }

  private Cqe perform(Sqe sqe) {
    Inode inode = sqe.inode();
    try {
      int result =
          switch (sqe.op()) {
            case READ -> Vfs.readDirect(fs, inode, sqe.position(), sqe.data());
            case WRITE -> write(sqe);
            case FSYNC -> {
              Fsync.run(fs, inode);
              yield 0;
            }
            case FALLOCATE -> {
              Vfs.fallocate(fs, inode, sqe.position(), sqe.length());
              yield 0;
            }
            default -> 0;
          };
      return new Cqe(sqe.userData(), Math.max(0, result), null);
    } catch (IOException e) {
      return new Cqe(sqe.userData(), -1, e);
    }
  }

  private int write(Sqe sqe) throws IOException {
    int written = Vfs.writeDirect(fs, sqe.inode(), sqe.position(), sqe.data());
    if (sqe.dsync()) {
      Fsync.run(fs, sqe.inode());
    }
    return written;
  }

  private boolean issueRead(Ring.Request request) {
    Sqe sqe = request.sqe;
    if (sqe.position() >= sqe.inode().size()) {
      return false;
    }
    // the end of a read cannot block, so the device does it
    return Dio.startNowait(
        fs, sqe.inode(), new Transfer(false, sqe.position(), sqe.data()), fs.device(),
        end -> {
          end.finish();
          ring.completeByOwner(request, () -> cqe(sqe, end));
        });
  }

  private boolean issueWrite(Ring.Request request) {
    Sqe sqe = request.sqe;
    if (!sqe.inWholeBlocks()) {
      if (fs.has(Fault.UR_UNALIGNED_DRAIN_BLOCKING)) {
        ring.complete(request, perform(sqe));
        return true;
      }
      return false;
    }
    FreezeGate.Pass pass = startWrite();
    if (pass == null) {
      return false;
    }
    boolean byOwner = fs.has(Fault.UR_CALLER_COMPLETION) && !syncsLater(sqe);
    boolean started =
        Dio.startNowait(
            fs, sqe.inode(), new Transfer(true, sqe.position(), sqe.data()),
            byOwner ? ring.owner().workQueue() : fs.dioWorkqueue(),
            byOwner ? endedByOwner(request, pass) : endedByWorkqueue(request, pass));
    if (!started) {
      pass.leave();
    }
    return started;
  }

  /** Passes the freeze level for as long as the write is in flight. */
  private FreezeGate.Pass startWrite() {
    Object leaves = endsWriteInTaskWork() ? ring.owner().workQueue() : fs.device();
    return fs.has(Fault.UR_BLOCKING_START_WRITE)
        ? fs.sbWriters().enterFor(leaves)
        : fs.sbWriters().tryEnterFor(leaves);
  }

  private boolean endsWriteInTaskWork() {
    return fs.has(Fault.UR_END_WRITE_IN_TASK_WORK);
  }

  /** A write that will run fsync is not for the owner to end: fsync may wait for other I/O. */
  private boolean syncsLater(Sqe sqe) {
    return sqe.dsync() && !fs.has(Fault.UR_DSYNC_IN_TASK_WORK);
  }

  /** The workqueue ends the transfer; the owner only posts it. */
  private Consumer<DioEnd> endedByWorkqueue(Ring.Request request, FreezeGate.Pass pass) {
    return end -> {
      if (!endsWriteInTaskWork()) {
        pass.leave();
      }
      fs.dioWorkqueue()
          .add(
              () -> {
                end.finish();
                if (request.sqe.dsync()) {
                  // not on the one thread that others' ends wait for
                  fs.ioWorkers().add(() -> ring.complete(request, synced(request.sqe, end)));
                } else {
                  ring.completeByOwner(request, () -> left(request.sqe, end, pass));
                }
              });
    };
  }

  /** Faulty: the owner ends the transfer, whenever it gets to run its task work. */
  private Consumer<DioEnd> endedByOwner(Ring.Request request, FreezeGate.Pass pass) {
    return end -> {
      if (!endsWriteInTaskWork()) {
        pass.leave();
      }
      ring.completeByOwner(
          request,
          () -> {
            if (request.sqe.dsync()) {
              end.finishSynced();
            } else {
              end.finish();
            }
            return left(request.sqe, end, pass);
          });
    };
  }

  private Cqe left(Sqe sqe, DioEnd end, FreezeGate.Pass pass) {
    if (endsWriteInTaskWork()) {
      pass.leave();
    }
    return cqe(sqe, end);
  }

  private Cqe synced(Sqe sqe, DioEnd end) {
    try {
      Fsync.run(fs, sqe.inode());
    } catch (IOException e) {
      return new Cqe(sqe.userData(), -1, e);
    }
    return cqe(sqe, end);
  }

  private static Cqe cqe(Sqe sqe, DioEnd end) {
    try {
      return new Cqe(sqe.userData(), end.result(), null);
    } catch (IOException e) {
      return new Cqe(sqe.userData(), -1, e);
    }
  }
}
