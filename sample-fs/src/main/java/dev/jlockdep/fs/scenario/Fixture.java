package dev.jlockdep.fs.scenario;

import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.fs.AddressSpaceSim;
import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Task;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A mounted filesystem with the few things that most scenarios need. Thread-safe. */
final class Fixture {
  static final int BLOCK = 4096;
  private final SampleFs fs;
  private final BlockDevice device;
  private final Gates gates;
  private final List<Task> owners = new CopyOnWriteArrayList<>();
  private final List<Actor> actors = new CopyOnWriteArrayList<>();
  private final Mode mode;
  private final String hangsAt;
  private final AddressSpaceSim space = new AddressSpaceSim();
  /** Null until asked for. Guarded by this. */
  private SampleFs otherNode;

  /** @param hangsAt lock class whose waits give up from {@link #ready} on; empty for none */
  Fixture(SampleFs fs, BlockDevice device, Gates gates, Mode mode, String hangsAt) {
    this.fs = fs;
    this.device = device;
    this.gates = gates;
    this.mode = mode;
    this.hangsAt = hangsAt;
  }

  SampleFs fs() {
    return fs;
  }

  /** The same device mounted again, as by another node of the cluster. */
  synchronized SampleFs otherNode() {
    if (otherNode == null) {
      otherNode = fs.mountAgain(Set.of(), new Gates());
    }
    return otherNode;
  }

  /** Unmounts; no thread of the scenario is left. */
  synchronized void close() throws IOException {
    if (otherNode != null) {
      otherNode.close();
    }
    fs.close();
  }

  /** What a power failure now would leave of one block of a file on persistent memory. */
  byte[] survives(File file, int block) throws IOException {
    byte[] extents = new byte[BLOCK];
    int count = file.fiemap(UserBuffer.heap(extents));
    ByteBuffer all = ByteBuffer.wrap(extents);
    for (int i = 0; i < count; i++) {
      long logical = all.getLong();
      long physical = all.getLong();
      long blocks = all.getLong();
      all.getLong(); // flags
      if (logical <= block && block < logical + blocks) {
        return device.survives((physical + block - logical) * BLOCK, BLOCK);
      }
    }
    return new byte[BLOCK];
  }

  Gates gates() {
    return gates;
  }

  boolean forced() {
    return mode == Mode.FORCED;
  }

  boolean fixed() {
    return mode == Mode.FIXED;
  }

  boolean benign() {
    return mode == Mode.BENIGN;
  }

  // ---- threads ---------------------------------------------------------------------------------

  /** A further thread of the program. */
  Actor start(String name, Actor.Calls calls) {
    Actor actor = Actor.start(name, calls, this);
    actors.add(actor);
    return actor;
  }

  /** A further thread of the program, which ends before this returns. */
  void run(String name, Actor.Calls calls) {
    Actor actor = start(name, calls);
    actor.join();
    if (actor.failure() == null && !actor.rescued()) {
      actors.remove(actor);
    }
  }

  /**
   * Two threads of the program. Forced, both come to a gate before either goes on from it; otherwise
   * the second begins when the first has ended.
   */
  void crosswise(String gate, Actor.Calls first, Actor.Calls second) {
    if (forced()) {
      gates.at(gate, meeting(2));
    }
    Actor one = start("first", first);
    if (!forced()) {
      one.join();
    }
    start("second", second).join();
    one.join();
  }

  /** Waits until all threads have ended, or one has not for too long. */
  void waitForActors() throws InterruptedException {
    List<Actor> alive = aliveActors();
    while (!alive.isEmpty() && alive.get(0).ended(Actor.CALL_SECONDS)) {
      alive = aliveActors();
    }
  }

  /** In the order they were started. */
  List<Actor> aliveActors() {
    return actors.stream().filter(Actor::alive).toList();
  }

  /** Why the calls of a thread ended early, or null. */
  Throwable failure() {
    return actors.stream()
        .map(Actor::failure)
        .filter(Objects::nonNull)
        // a finding explains what else went wrong
        .max(Comparator.comparing(e -> e instanceof LockdepDeadlockError))
        .orElse(null);
  }

  /** jlockdep threw in one of the threads; others may wait for it for ever. */
  boolean cutShort() {
    return failure() instanceof LockdepDeadlockError;
  }

  boolean rescued() {
    return actors.stream().anyMatch(Actor::rescued);
  }

  /** The calling thread has work queued to it, which may be left when the scenario is over. */
  void ownsWork() {
    owners.add(Task.current());
  }

  /** Does what the threads have left behind, so that the unmount need not wait for it. */
  void doWorkLeft() {
    owners.forEach(Task::runWorkAsFallback);
  }

  /** A script for a gate that the first {@code parties} threads wait at for each other. */
  static Runnable meeting(int parties) {
    CountDownLatch all = new CountDownLatch(parties);
    return () -> {
      all.countDown();
      step(all);
    };
  }

  /** A script for a gate that runs for the first thread that comes by. */
  static Runnable once(Runnable script) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        script.run();
      }
    };
  }

  /** Waits for what another thread of the scenario does. */
  static void step(CountDownLatch latch) {
    try {
      require(
          latch.await(Actor.CALL_SECONDS, TimeUnit.SECONDS),
          "a step of the scenario did not come in " + Actor.CALL_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a scenario", e);
    }
  }

  /** As {@link #step}, but only in the mode that really hangs. */
  void stepWhenForced(CountDownLatch latch) {
    if (forced()) {
      step(latch);
    }
  }

  // ---- files -----------------------------------------------------------------------------------

  /** All is set up on the calling thread: what comes now is the call in question. */
  void ready() {
    if (!hangsAt.isEmpty()) {
      Task.current().rescueAt(hangsAt);
    }
  }

  /** A file of some blocks, each byte of block i being {@code value + i}, on the device. */
  File written(String name, int blocks, int value) throws IOException {
    File file = fs.file(name);
    file.write(0, UserBuffer.heap(pattern(blocks, value)));
    file.fsync();
    fs.dropCaches();
    return file;
  }

  MappedRegion map(File file, int blocks) {
    return space.map(fs, file.inode(), 0, blocks);
  }

  static byte[] pattern(int blocks, int value) {
    byte[] bytes = new byte[blocks * BLOCK];
    for (int i = 0; i < blocks; i++) {
      Arrays.fill(bytes, i * BLOCK, (i + 1) * BLOCK, (byte) (value + i));
    }
    return bytes;
  }

  /** The file holds exactly that. */
  static void check(File file, byte[] expected) throws IOException {
    byte[] found = new byte[expected.length];
    int n = file.read(0, UserBuffer.heap(found));
    require(n == expected.length, "read " + n + " of " + expected.length + " bytes");
    int at = Arrays.mismatch(found, expected);
    require(at < 0, "byte " + at + " of the file differs");
  }

  /** What must not happen to data or counts, and in the forced mode of some scenarios does. */
  static void damagedUnless(boolean condition, String what) {
    if (!condition) {
      throw new Damage(what);
    }
  }

  /** What is always so. */
  static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException(what);
    }
  }
}
