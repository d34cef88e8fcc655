package dev.jlockdep.fs.scenario;

import static dev.jlockdep.fs.scenario.Fixture.BLOCK;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.fs.Aio;
import dev.jlockdep.fs.Cqe;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.Personality;
import dev.jlockdep.fs.Ring;
import dev.jlockdep.fs.Sqe;
import dev.jlockdep.fs.UserBuffer;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * What else goes wrong when the end of a direct write waits in the task work of the thread that
 * submitted it, after the thread of October 2023 and its consequences: every wait that this thread
 * makes, and every wait of others that it can be made to depend on. {@link
 * FallocateWaitsForItsOwnCompletion} is the report itself.
 */
final class RingScenarios {
  private static final Set<Fault> CALLER = Set.of(Fault.UR_CALLER_COMPLETION);
  private static final int SECTOR = 512;
  private static final int BLOCKS = 4;
  private static final int OLD = 0x11;
  private static final int NEW = 0x55;

  private RingScenarios() {}

  static Scenario u2() {
    return scenario(
        "U2", "004.2, 004.12",
        "the owner waits for i_rwsem, whose holder waits for the owner's completion",
        CALLER, cycle("Dio.rw", "Dio.lock"), "",
        fixture -> {
          Inode file = written(fixture).inode();
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch drainerWaits = new CountDownLatch(1);
          Actor owner =
              fixture.start("owner", f -> {
                Ring ring = writing(f, file);
                queued.countDown();
                f.stepWhenForced(drainerWaits);
                Vfs.readDirect(f.fs(), file, 0, ByteBuffer.allocate(BLOCK));
                complete(ring, 1);
              });
          Fixture.step(queued);
          drain(fixture, owner, file, drainerWaits);
        });
  }

  static Scenario u3() {
    return scenario(
        "U3", "004.9, 004.11",
        "fallocate by the owner, or by a worker that may wait because it ends nothing",
        CALLER, recursion("Dio.rw", "FileOps.fallocate"), "inode_dio",
        fixture -> {
          File file = written(fixture);
          Ring ring = writing(fixture, file.inode());
          if (fixture.fixed()) {
            ring.submit(Sqe.fallocate(file.inode(), 0, 2L * BLOCKS * BLOCK, 2));
            complete(ring, 2);
          } else {
            fallocate(fixture, file.inode());
          }
          Fixture.check(file, Arrays.copyOf(firstBlockNew(), 2 * BLOCKS * BLOCK));
        })
        .keptWhenFixed(CALLER);
  }

  static Scenario u4() {
    return scenario(
        "U4", "004.8, 004.9",
        "an unaligned write waits at submission for the owner's earlier one",
        Set.of(Fault.UR_CALLER_COMPLETION, Fault.UR_UNALIGNED_DRAIN_BLOCKING),
        recursion("Dio.rw", "Dio.writeSectors"), "inode_dio", RingScenarios::writeSector)
        .keptWhenFixed(CALLER);
  }

  static Scenario u4l() {
    return scenario(
        "U4l", "004.2",
        "the same without blocking, again and again",
        Set.of(Fault.UR_CALLER_COMPLETION, Fault.UR_EAGAIN_SPIN),
        new Expected(FindingKind.LIVELOCK, List.of(), "", "Ring.issueUntilDone"),
        CallScenario.LOOP, RingScenarios::writeSector)
        .keptWhenFixed(CALLER);
  }

  static Scenario u5() {
    return scenario(
        "U5", "004.3, 004.6, 004.7",
        "U1 repaired the other way: the wait ends for the owner's work, and fallocate starts again",
        CALLER, recursion("Dio.rw", "FileOps.fallocate"), "inode_dio",
        fixture -> {
          File file = written(fixture);
          Ring ring = writing(fixture, file.inode());
          fallocate(fixture, file.inode());
          complete(ring, 1);
          Fixture.check(file, Arrays.copyOf(firstBlockNew(), 2 * BLOCKS * BLOCK));
        })
        .keptWhenFixed(Set.of(Fault.UR_CALLER_COMPLETION, Fault.UR_INTERRUPTIBLE_WAIT));
  }

  static Scenario u8() {
    return scenario(
        "U8", "004.17",
        "the owner clones a file that it writes",
        CALLER, recursion("Dio.rw", "Remap.waitForDio"), "inode_dio",
        fixture -> {
          File a = written(fixture);
          File b = fixture.fs().file("empty");
          Ring ring = writing(fixture, a.inode());
          fixture.ready();
          a.cloneRange(0, b, 0, 0);
          complete(ring, 1);
          Fixture.check(b, firstBlockNew());
          Fixture.check(a, firstBlockNew());
        })
        .correctByDeclaration(
            Expected.recursion("i_rwsem", "Remap.lockInodes", "Remap.lockInodes"));
  }

  static Scenario u9() {
    return scenario(
        "U9", "004.19",
        "a second write waits at the freeze level that the first, in the owner's work, has not left",
        Set.of(Fault.UR_END_WRITE_IN_TASK_WORK, Fault.UR_BLOCKING_START_WRITE),
        Expected.recursion("sb_writers", "RingIo.startWrite", "RingIo.startWrite"), "",
        fixture -> {
          File file = written(fixture);
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch freezing = new CountDownLatch(1);
          CountDownLatch submitted = new CountDownLatch(1);
          Actor owner =
              fixture.start("owner", f -> {
                Ring ring = writing(f, file.inode());
                queued.countDown();
                Fixture.step(freezing);
                ring.submit(Sqe.write(file.inode(), BLOCK, block(NEW + 1), 2));
                submitted.countDown();
                complete(ring, 2);
              });
          Fixture.step(queued);
          freezeAndThaw(fixture, freezing, submitted);
          owner.join();
          byte[] expected = firstBlockNew();
          Arrays.fill(expected, BLOCK, 2 * BLOCK, (byte) (NEW + 1));
          Fixture.check(file, expected);
        });
  }

  /** Benign, nobody freezes: the second write comes in, and would not have with a freezer between. */
  private static void freezeAndThaw(
      Fixture fixture, CountDownLatch freezing, CountDownLatch submitted) {
    if (fixture.benign()) {
      freezing.countDown();
      return;
    }
    Actor freezer =
        fixture.start("freezer", f -> {
          f.fs().freeze();
          freezing.countDown();
          Fixture.step(submitted);
          f.fs().thaw();
        });
    if (fixture.forced()) {
      freezer.endsOrWaitsIn("FreezeGate");
      freezing.countDown();
    }
  }

  static Scenario u10() {
    return scenario(
        "U10", "004.19",
        "the owner freezes the filesystem while a write of its own is inside",
        Set.of(Fault.UR_END_WRITE_IN_TASK_WORK),
        Expected.recursion("sb_writers", "RingIo.startWrite", "SampleFs.freeze"), "sb_writers",
        fixture -> {
          File file = written(fixture);
          Ring ring = writing(fixture, file.inode());
          fixture.ready();
          fixture.fs().freeze();
          fixture.fs().thaw();
          complete(ring, 1);
          Fixture.check(file, firstBlockNew());
        });
  }

  static Scenario u11() {
    return scenario(
        "U11", "004.10",
        "a request that has to block is carried out by the owner, which owes a completion",
        Set.of(Fault.UR_CALLER_COMPLETION, Fault.UR_BLOCKING_SUBMIT),
        new Expected(FindingKind.CONTEXT, List.of("inode_dio"), "", "RingIo.blocking"), "",
        fixture -> {
          Inode file = written(fixture).inode();
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch drainerWaits = new CountDownLatch(1);
          Actor owner =
              fixture.start("owner", f -> {
                Ring ring = writing(f, file);
                queued.countDown();
                f.stepWhenForced(drainerWaits);
                ring.submit(Sqe.write(file, BLOCKS * BLOCK, block(NEW), 2));
                complete(ring, 2);
              });
          Fixture.step(queued);
          drain(fixture, owner, file, drainerWaits);
        })
        .keptWhenFixed(CALLER);
  }

  static Scenario u12() {
    return scenario(
        "U12", "004.20",
        "the end of a synchronous write in the owner's work runs fsync while it is in flight",
        Set.of(Fault.UR_CALLER_COMPLETION, Fault.UR_DSYNC_IN_TASK_WORK),
        cycle("Dio.rw", "Fsync.lockInode"), "",
        fixture -> {
          Inode file = written(fixture).inode();
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch drainerWaits = new CountDownLatch(1);
          Actor owner =
              fixture.start("owner", f -> {
                f.ownsWork();
                Ring ring = Ring.create(f.fs());
                submitted(f, () -> ring.submit(Sqe.write(file, 0, block(NEW), 1).withDsync()));
                queued.countDown();
                f.stepWhenForced(drainerWaits);
                complete(ring, 1);
              });
          Fixture.step(queued);
          drain(fixture, owner, file, drainerWaits);
        })
        .keptWhenFixed(CALLER);
  }

  static Scenario u13() {
    return scenario(
        "U13", "004.14",
        "the same as U1 through asynchronous I/O whose events are made by who asks for them",
        Set.of(Fault.UR_AIO_CALLER_COMPLETION),
        recursion("Dio.rw", "FileOps.fallocate"), "inode_dio",
        fixture -> {
          File file = written(fixture);
          fixture.ownsWork();
          Aio aio = Aio.create(fixture.fs());
          submitted(fixture, () -> aio.submitWrite(file.inode(), 0, block(NEW), 1));
          fallocate(fixture, file.inode());
          Fixture.require(event(aio).result() == BLOCK, "short write");
          Fixture.check(file, Arrays.copyOf(firstBlockNew(), 2 * BLOCKS * BLOCK));
        });
  }

  static Scenario u14() {
    return scenario(
        "U14", "004.3",
        "the owner ends with a completion left in its queue: the count never drops again",
        Set.of(Fault.UR_CALLER_COMPLETION, Fault.UR_EXIT_WITH_PENDING),
        new Expected(FindingKind.LEAK, List.of("inode_dio"), "Dio.rw", ""), "",
        fixture -> {
          Inode file = written(fixture).inode();
          fixture.run("owner", f -> {
            try (Ring ring = writing(f, file)) {
              Fixture.require(ring.pending() == 1, ring.pending() + " pending");
            }
          });
          if (fixture.fixed()) {
            Fixture.require(file.dioCount().inFlight() == 0, "count " + file.dioCount());
          }
          if (!fixture.benign()) {
            drainer(fixture, file).join();
          }
        })
        .keptWhenFixed(CALLER);
  }

  static Scenario f1() {
    Expected circle =
        Expected.cycle(
            List.of("inode_dio", "mapping.invalidate_lock"), "Dio.rw", "PageFault.handle");
    return scenario(
        "F1", "004.12, 002.21",
        "direct reads fault on each other's file, and fallocate: harmless, but not if the owner owes",
        CALLER, circle, "",
        fixture -> {
          File a = written(fixture);
          File b = fixture.written("other", BLOCKS, OLD);
          if (fixture.fixed()) {
            readCrosswise(fixture, a, b);
          }
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch drainerWaits = new CountDownLatch(1);
          MappedRegion map = fixture.map(a, BLOCKS);
          Actor owner =
              fixture.start("owner", f -> {
                Ring ring = writing(f, a.inode());
                queued.countDown();
                f.stepWhenForced(drainerWaits);
                Fixture.require(map.get(BLOCK) == OLD + 1, "mapped data differ");
                complete(ring, 1);
              });
          Fixture.step(queued);
          drain(fixture, owner, a.inode(), drainerWaits);
        })
        .correctByDeclaration(circle)
        .fixedAlone();
  }

  /** The class graph has a circle of inode_dio and invalidate_lock here, and no deadlock is in it. */
  private static void readCrosswise(Fixture fixture, File a, File b) throws IOException {
    MappedRegion mapOfA = fixture.map(a, BLOCKS);
    MappedRegion mapOfB = fixture.map(b, BLOCKS);
    a.readDirect(0, UserBuffer.mapped(mapOfB, 0, BLOCK));
    b.readDirect(BLOCK, UserBuffer.mapped(mapOfA, BLOCK, BLOCK));
    Vfs.fallocate(fixture.fs(), a.inode(), 0, (long) BLOCKS * BLOCK);
    Vfs.fallocate(fixture.fs(), b.inode(), 0, (long) BLOCKS * BLOCK);
    Fixture.check(a, Fixture.pattern(BLOCKS, OLD));
  }

  // ---- what they share -------------------------------------------------------------------------

  private static CallScenario scenario(
      String id, String seed, String title, Set<Fault> faults, Expected expected, String hangsAt,
      Actor.Calls calls) {
    return new CallScenario(id, seed, title, faults, expected, hangsAt, calls)
        .on(Personality.XFS);
  }

  /** What submits a request. */
  private interface Submission {
    void submit() throws IOException;
  }

  /**
   * Submits while the device holds its requests back, then lets it go on; the completion waits to be
   * seen when this returns.
   */
  private static void submitted(Fixture fixture, Submission submission) throws IOException {
    CountDownLatch returned = new CountDownLatch(1);
    CountDownLatch completed = new CountDownLatch(1);
    fixture.gates().at(Gates.DEVICE_BEFORE_COMPLETE, () -> Fixture.step(returned));
    fixture.gates().at(Gates.RING_TASK_WORK_QUEUED, completed::countDown);
    fixture.gates().at(Gates.AIO_POSTED, completed::countDown);
    submission.submit();
    returned.countDown();
    Fixture.step(completed);
  }

  /** A ring of the calling thread, with a write that is done but not completed. */
  private static Ring writing(Fixture fixture, Inode file) throws IOException {
    fixture.ownsWork();
    Ring ring = Ring.create(fixture.fs());
    submitted(fixture, () -> ring.submit(Sqe.write(file, 0, block(NEW), 1)));
    return ring;
  }

  private static void writeSector(Fixture fixture) throws IOException {
    File file = written(fixture);
    Ring ring = writing(fixture, file.inode());
    fixture.ready();
    ring.submit(Sqe.write(file.inode(), BLOCK + SECTOR, block(NEW).limit(SECTOR), 2));
    complete(ring, 2);
    byte[] expected = firstBlockNew();
    Arrays.fill(expected, BLOCK + SECTOR, BLOCK + 2 * SECTOR, (byte) NEW);
    Fixture.check(file, expected);
  }

  private static void fallocate(Fixture fixture, Inode file) throws IOException {
    fixture.ready();
    Vfs.fallocate(fixture.fs(), file, 0, 2L * BLOCKS * BLOCK);
  }

  /** A thread waits for all direct I/O to end; forced, while the owner is still there. */
  private static void drain(
      Fixture fixture, Actor owner, Inode file, CountDownLatch drainerWaits) {
    if (!fixture.forced()) {
      owner.join();
    }
    Actor drainer = drainer(fixture, file);
    if (fixture.forced()) {
      drainer.endsOrWaitsIn("EventCount");
      drainerWaits.countDown();
    }
    drainer.join();
  }

  private static Actor drainer(Fixture fixture, Inode file) {
    return fixture.start(
        "drainer", f -> Vfs.fallocate(f.fs(), file, 0, 2L * BLOCKS * BLOCK));
  }

  /** Takes the next completions, which must be successes. */
  private static void complete(Ring ring, int number) {
    for (int i = 0; i < number; i++) {
      try {
        Cqe cqe = ring.waitCqe();
        Fixture.require(cqe.failure() == null, "completed with " + cqe);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted in a scenario", e);
      }
    }
  }

  private static Cqe event(Aio aio) {
    try {
      return aio.getEvent();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted in a scenario", e);
    }
  }

  private static File written(Fixture fixture) throws IOException {
    return fixture.written("data", BLOCKS, OLD);
  }

  private static ByteBuffer block(int value) {
    byte[] bytes = new byte[BLOCK];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  /** What {@link #written} wrote, with what {@link #writing} has written over it. */
  private static byte[] firstBlockNew() {
    byte[] bytes = Fixture.pattern(BLOCKS, OLD);
    Arrays.fill(bytes, 0, BLOCK, (byte) NEW);
    return bytes;
  }

  private static Expected recursion(String heldAt, String requestedAt) {
    return Expected.recursion("inode_dio", heldAt, requestedAt);
  }

  private static Expected cycle(String heldAt, String requestedAt) {
    return Expected.cycle(List.of("i_rwsem", "inode_dio"), heldAt, requestedAt);
  }
}
