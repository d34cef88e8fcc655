package dev.jlockdep.fs.scenario;

import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Cqe;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.Ring;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Task;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where the threads of a {@link ProgramScenario} act: a mounted filesystem, the threads, and the few
 * means to put them in the one order that matters. Thread-safe.
 */
final class Stage {
  static final int BLOCK = BlockDevice.BLOCK_BYTES;
  static final int BLOCKS = 4;
  static final byte OLD = 0x11;
  static final byte NEW = 0x22;
  /** No step takes nearly this long; a run that does is broken, not slow. */
  static final long STEP_SECONDS = 30;

  /** What one thread does. */
  interface Part {
    void play() throws Exception;
  }

  /** A thread of the program. */
  static final class Actor {
    final Thread thread;
    volatile Task task;
    volatile Throwable failure;

    private Actor(String name, Part part) {
      thread =
          new Thread(
              () -> {
                task = Task.current();
                try {
                  part.play();
                } catch (Throwable e) {
                  failure = e;
                }
              },
              name);
      thread.setDaemon(true);
    }

    /** Where it stands: the outermost and the innermost place in the filesystem. */
    String place() {
      String call = "";
      String lock = "";
      for (StackTraceElement frame : thread.getStackTrace()) {
        String type = frame.getClassName();
        if (type.startsWith("dev.jlockdep.fs.") && !type.contains(".scenario.")) {
          call = type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
          lock = lock.isEmpty() ? call : lock;
        }
      }
      return call.isEmpty() ? "" : thread.getName() + " in " + call + " at " + lock;
    }

    boolean waits() {
      return thread.getState() == Thread.State.WAITING && !place().isEmpty();
    }
  }

  final SampleFs fs;
  final Mode mode;
  private final Gates gates;
  private final String hangsAt;
  private final List<Actor> actors = new CopyOnWriteArrayList<>();

  /** @param hangsAt lock class whose waits give up from {@link #ready} on; empty for none */
  Stage(SampleFs fs, Gates gates, Mode mode, String hangsAt) {
    this.fs = fs;
    this.gates = gates;
    this.mode = mode;
    this.hangsAt = hangsAt;
  }

  boolean forced() {
    return mode == Mode.FORCED;
  }

  boolean fixed() {
    return mode == Mode.FIXED;
  }

  List<Actor> actors() {
    return actors;
  }

  Actor start(String name, Part part) {
    Actor actor = new Actor(name, part);
    actors.add(actor);
    actor.thread.start();
    return actor;
  }

  void join(Actor actor) throws InterruptedException {
    actor.thread.join(TimeUnit.SECONDS.toMillis(STEP_SECONDS));
    require(!actor.thread.isAlive(), actor.place() + " did not end");
  }

  /** Returns when the thread waits in the filesystem, or is over. */
  void untilItWaits(Actor actor) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STEP_SECONDS);
    while (actor.thread.isAlive() && !actor.waits()) {
      require(System.nanoTime() < end, actor.thread.getName() + " does not come to wait");
      Thread.onSpinWait();
    }
  }

  /** All is set up on the calling thread: what comes now is the call in question. */
  void ready() {
    if (!hangsAt.isEmpty()) {
      Task.current().rescueAt(hangsAt);
    }
  }

  /** A file of a few blocks of {@link #OLD} on the device. */
  Inode written(String name) throws IOException {
    Inode inode = fs.create(name);
    Vfs.writeDirect(fs, inode, 0, filled(BLOCKS * BLOCK, OLD));
    return inode;
  }

  /**
   * Carries out a submission while the device holds its requests back, then lets the device go on and
   * returns when it is done and the completion waits to be seen.
   */
  void submitted(Part submission) throws Exception {
    CountDownLatch returned = new CountDownLatch(1);
    CountDownLatch completed = new CountDownLatch(1);
    gates.at(Gates.DEVICE_BEFORE_COMPLETE, () -> step(returned));
    gates.at(Gates.RING_TASK_WORK_QUEUED, completed::countDown);
    gates.at(Gates.AIO_POSTED, completed::countDown);
    submission.play();
    returned.countDown();
    step(completed);
  }

  static void step(CountDownLatch latch) {
    try {
      require(
          latch.await(STEP_SECONDS, TimeUnit.SECONDS),
          "a step of the scenario did not come in " + STEP_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a scenario", e);
    }
  }

  /** Takes the next completions, which must be successes. */
  static void complete(Ring ring, int number) throws InterruptedException {
    for (int i = 0; i < number; i++) {
      Cqe cqe = ring.waitCqe();
      require(cqe.failure() == null, "completed with " + cqe);
    }
  }

  /** The file begins with that many bytes of a value. */
  void check(Inode inode, int from, int length, byte value) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(BLOCKS * BLOCK);
    Vfs.readDirect(fs, inode, 0, read);
    for (int i = from; i < from + length; i++) {
      require(read.get(i) == value, inode.name() + ": byte " + i + " is " + read.get(i));
    }
  }

  static ByteBuffer filled(int bytes, byte value) {
    byte[] array = new byte[bytes];
    Arrays.fill(array, value);
    return ByteBuffer.wrap(array);
  }

  static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException(what);
    }
  }
}
