package dev.jlockdep.fs.scenario;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Cqe;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.Ring;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Task;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * U1, after Jens Axboe's report of October 2023. A task writes through its ring and then calls
 * fallocate on the same file, which waits until no direct transfer is in flight. With caller
 * completion the end of the write sits in the task's own queue, to be run when it leaves the
 * filesystem: it waits for itself.
 *
 * <pre>
 *   falloc-dio                                   device
 *   Ring.submitWrite: inode_dio up, returns
 *                                                write done; end queued to falloc-dio
 *   Vfs.fallocate: sb_writers(read)
 *     FileOps.fallocate: i_rwsem(write)
 *       mapping.invalidate_lock(write)
 *       wait for inode_dio = 0                   // expect: RECURSION inode_dio
 * </pre>
 *
 * <p>The kernel's fix, and the fixed mode: the workqueue ends the write, the task only posts it.
 * Benign: a fallback thread drains the queue of the task once it waits, as the kernel does for
 * tasks that exit; the filesystem code is the same as in the forced mode.
 */
final class FallocateWaitsForItsOwnCompletion implements Scenario {
  private static final int WRITTEN = 4 * BlockDevice.BLOCK_BYTES;
  private static final int ALLOCATED = 16 * BlockDevice.BLOCK_BYTES;
  private static final int DEVICE_BYTES = 1 << 20;
  private static final byte OLD = 0x11;
  private static final byte NEW = 0x22;
  /** No step takes nearly this long; a run that does is broken, not slow. */
  private static final long STEP_SECONDS = 30;

  private final Gates gates = new Gates();
  private final CountDownLatch submitted = new CountDownLatch(1);
  private final CountDownLatch completionQueued = new CountDownLatch(1);
  private final CountDownLatch waiting = new CountDownLatch(1);
  private volatile Task owner;
  private volatile Throwable failure;

  @Override
  public String id() {
    return "U1";
  }

  @Override
  public String seed() {
    return "004.1, 004.4, 004.5, 004.12";
  }

  @Override
  public String title() {
    return "fallocate waits for a direct write whose completion is queued to its own task";
  }

  @Override
  public Expected expected() {
    return new Expected(
        FindingKind.RECURSION, List.of("inode_dio"), "Dio.rw", "FileOps.fallocate");
  }

  @Override
  public Outcome run(Mode mode, RunOptions options) throws Exception {
    Path file = options.inMemory() ? null : Files.createTempFile("sample-fs-U1", ".img");
    try (BlockDevice device = device(file);
        SampleFs fs = mount(device, mode)) {
      Inode inode = fs.create("data");
      Vfs.writeDirect(fs, inode, 0, filled(OLD));
      script(mode);
      Thread task = new Thread(() -> ownerBody(fs, inode, mode), "falloc-dio");
      task.setDaemon(true);
      task.start();
      try {
        return switch (mode) {
          case FORCED -> watch(task, device, options, fs, inode);
          case BENIGN -> rescue(task, fs, inode);
          case FIXED -> finish(task, fs, inode);
        };
      } finally {
        freeOwner();
      }
    } finally {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static BlockDevice device(Path file) throws IOException {
    return file == null
        ? BlockDevice.inMemory(DEVICE_BYTES)
        : BlockDevice.onFile(file, DEVICE_BYTES);
  }

  private SampleFs mount(BlockDevice device, Mode mode) throws IOException {
    SampleFs.mkfs(device);
    Set<Fault> faults =
        mode == Mode.FIXED ? Set.of() : EnumSet.of(Fault.UR_CALLER_COMPLETION);
    return SampleFs.mount(device, faults, gates);
  }

  /** The device completes after the submit has returned; fixed: and ends it during the wait. */
  private void script(Mode mode) {
    gates.at(Gates.DEVICE_BEFORE_COMPLETE, () -> step(submitted));
    gates.at(Gates.RING_TASK_WORK_QUEUED, completionQueued::countDown);
    gates.at(Gates.DIO_BEFORE_WAIT, waiting::countDown);
    if (mode == Mode.FIXED) {
      gates.at(Gates.DIO_BEFORE_END, () -> step(waiting));
    }
  }

  private void ownerBody(SampleFs fs, Inode inode, Mode mode) {
    try {
      owner = Task.current();
      Ring ring = Ring.create(fs);
      ring.submitWrite(inode, 0, filled(NEW), 1);
      submitted.countDown();
      if (mode != Mode.FIXED) {
        step(completionQueued);
      }
      Vfs.fallocate(fs, inode, 0, ALLOCATED);
      Cqe cqe = ring.waitCqe();
      require(cqe.result() == WRITTEN, "write completed with " + cqe);
    } catch (Throwable e) {
      failure = e;
    } finally {
      submitted.countDown();
      waiting.countDown();
    }
  }

  /** Lets the owner hang, shows that nothing but the owner could free it, then frees it. */
  private Outcome watch(
      Thread task, BlockDevice device, RunOptions options, SampleFs fs, Inode inode)
      throws Exception {
    step(waiting);
    task.join(options.hangMillis());
    if (!task.isAlive()) {
      return finish(task, fs, inode);
    }
    String stuck = stuck(task, device, inode);
    owner.runWorkAsFallback();
    Outcome freed = finish(task, fs, inode);
    if (freed.end() != Outcome.End.COMPLETED) {
      return freed;
    }
    return stuck.isEmpty()
        ? new Outcome(Outcome.End.BROKEN, "slow, not stuck in the wait for inode_dio")
        : new Outcome(Outcome.End.HUNG, stuck);
  }

  /** A parked thread may be seen awake for a moment, so one look is not enough. */
  private String stuck(Thread task, BlockDevice device, Inode inode) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STEP_SECONDS);
    String stuck = describe(task, device, inode);
    while (stuck.isEmpty() && task.isAlive() && System.nanoTime() < end) {
      Thread.onSpinWait();
      stuck = describe(task, device, inode);
    }
    return stuck;
  }

  /** Empty unless the only thing that is left to happen is the owner's own work. */
  private String describe(Thread task, BlockDevice device, Inode inode) {
    boolean inWait =
        Arrays.stream(task.getStackTrace())
            .anyMatch(frame -> frame.getClassName().endsWith(".fs.EventCount"));
    if (!inWait
        || task.getState() != Thread.State.WAITING
        || device.inFlight() != 0
        || inode.dioCount().inFlight() != 1
        || owner.pendingWork() != 1) {
      return "";
    }
    return task.getName()
        + " waits for "
        + inode.dioCount()
        + "; device idle; the completion is in its own task work";
  }

  /** Drains the owner's queue on another thread once the owner waits. */
  private Outcome rescue(Thread task, SampleFs fs, Inode inode) throws Exception {
    Thread fallback =
        new Thread(
            () -> {
              step(waiting);
              owner.runWorkAsFallback();
            },
            "samplefs-fallback");
    fallback.setDaemon(true);
    fallback.start();
    Outcome outcome = finish(task, fs, inode);
    joined(fallback);
    return outcome;
  }

  private Outcome finish(Thread task, SampleFs fs, Inode inode) throws Exception {
    joined(task);
    if (failure instanceof LockdepDeadlockError) {
      return new Outcome(Outcome.End.CUT_SHORT, "jlockdep threw before the wait");
    }
    if (failure != null) {
      return new Outcome(Outcome.End.BROKEN, failure.toString());
    }
    gates.at(Gates.DIO_BEFORE_END, () -> {});
    return checkData(fs, inode);
  }

  /** The new bytes are on the device and the allocated rest reads as zeros. */
  private static Outcome checkData(SampleFs fs, Inode inode) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(ALLOCATED);
    int bytes = Vfs.readDirect(fs, inode, 0, read);
    byte[] expected = new byte[ALLOCATED];
    Arrays.fill(expected, 0, WRITTEN, NEW);
    boolean asExpected = bytes == ALLOCATED && Arrays.equals(read.array(), expected);
    return asExpected
        ? new Outcome(Outcome.End.COMPLETED, "data as written")
        : new Outcome(Outcome.End.BROKEN, "data differ after the run");
  }

  /** Whatever went wrong, the unmount must not wait for ever. */
  private void freeOwner() {
    if (owner != null) {
      owner.runWorkAsFallback();
    }
  }

  private static void joined(Thread thread) throws InterruptedException, TimeoutException {
    thread.join(TimeUnit.SECONDS.toMillis(STEP_SECONDS));
    if (thread.isAlive()) {
      throw new TimeoutException(thread.getName() + " did not end in " + STEP_SECONDS + " s");
    }
  }

  private static void step(CountDownLatch latch) {
    try {
      require(
          latch.await(STEP_SECONDS, TimeUnit.SECONDS),
          "a step of the scenario did not come in " + STEP_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a scenario", e);
    }
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException(what);
    }
  }

  private static ByteBuffer filled(byte value) {
    byte[] bytes = new byte[WRITTEN];
    Arrays.fill(bytes, value);
    return ByteBuffer.wrap(bytes);
  }
}
