package dev.jlockdep.fs.scenario;

import static dev.jlockdep.fs.scenario.Stage.BLOCK;
import static dev.jlockdep.fs.scenario.Stage.BLOCKS;
import static dev.jlockdep.fs.scenario.Stage.NEW;
import static dev.jlockdep.fs.scenario.Stage.OLD;
import static dev.jlockdep.fs.scenario.Stage.complete;
import static dev.jlockdep.fs.scenario.Stage.filled;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.fs.Aio;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.Ring;
import dev.jlockdep.fs.Sqe;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.util.EnumSet;
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
  private static final Set<Fault> NONE = EnumSet.noneOf(Fault.class);
  private static final Set<Fault> CALLER = EnumSet.of(Fault.UR_CALLER_COMPLETION);
  private static final int SECTOR = 512;

  private RingScenarios() {}

  static Scenario u2() {
    return new ProgramScenario(
        "U2", "004.2, 004.12",
        "the owner waits for i_rwsem, whose holder waits for the owner's completion",
        CALLER, NONE, cycle("Dio.rw", "Dio.lock"), "",
        stage -> {
          Inode file = stage.written("data");
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch drainerWaits = new CountDownLatch(1);
          Stage.Actor owner =
              stage.start("owner", () -> {
                Ring ring = writing(stage, file);
                queued.countDown();
                if (stage.forced()) {
                  Stage.step(drainerWaits);
                }
                Vfs.readDirect(stage.fs, file, 0, filled(BLOCK, OLD));
                complete(ring, 1);
              });
          Stage.step(queued);
          drainAfter(stage, owner, file);
          drainerWaits.countDown();
        });
  }

  static Scenario u3() {
    return new ProgramScenario(
        "U3", "004.9, 004.11",
        "fallocate by the owner, or by a worker that may wait because it ends nothing",
        CALLER, CALLER, recursion("Dio.rw", "FileOps.fallocate"), "inode_dio",
        stage -> {
          Inode file = stage.written("data");
          stage.start("owner", () -> {
            Ring ring = writing(stage, file);
            if (stage.fixed()) {
              ring.submit(Sqe.fallocate(file, 0, 2L * BLOCKS * BLOCK, 2));
              complete(ring, 2);
            } else {
              fallocate(stage, file);
            }
            stage.check(file, 0, BLOCK, NEW);
          });
        });
  }

  static Scenario u4() {
    return new ProgramScenario(
        "U4", "004.8, 004.9",
        "an unaligned write waits at submission for the owner's earlier one",
        EnumSet.of(Fault.UR_CALLER_COMPLETION, Fault.UR_UNALIGNED_DRAIN_BLOCKING), CALLER,
        recursion("Dio.rw", "Dio.writeSectors"), "inode_dio", RingScenarios::writeSector);
  }

  static Scenario u4l() {
    return new ProgramScenario(
        "U4l", "004.2",
        "the same without blocking, again and again",
        EnumSet.of(Fault.UR_CALLER_COMPLETION, Fault.UR_EAGAIN_SPIN), CALLER,
        new Expected(FindingKind.LIVELOCK, List.of(), "", "Ring.issueUntilDone"),
        ProgramScenario.LOOP, RingScenarios::writeSector);
  }

  static Scenario u5() {
    return new ProgramScenario(
        "U5", "004.3, 004.6, 004.7",
        "U1 repaired the other way: the wait ends for the owner's work, and fallocate starts again",
        CALLER, EnumSet.of(Fault.UR_CALLER_COMPLETION, Fault.UR_INTERRUPTIBLE_WAIT),
        recursion("Dio.rw", "FileOps.fallocate"), "inode_dio",
        stage -> {
          Inode file = stage.written("data");
          stage.start("owner", () -> {
            Ring ring = writing(stage, file);
            fallocate(stage, file);
            complete(ring, 1);
            stage.check(file, 0, BLOCK, NEW);
            Stage.require(file.size() == 2L * BLOCKS * BLOCK, "size " + file.size());
          });
        });
  }

  static Scenario u8() {
    return new ProgramScenario(
        "U8", "004.17",
        "the owner exchanges a file that it writes with another one",
        CALLER, NONE, recursion("Dio.rw", "Remap.waitForDio"), "inode_dio",
        stage -> {
          Inode a = stage.written("a");
          Inode b = stage.fs.create("b");
          stage.start("owner", () -> {
            Ring ring = writing(stage, a);
            stage.ready();
            Vfs.exchange(stage.fs, a, b);
            complete(ring, 1);
            stage.check(b, 0, BLOCK, NEW);
            Stage.require(a.size() == 0, "size " + a.size());
          });
        });
  }

  static Scenario u9() {
    return new ProgramScenario(
        "U9", "004.19",
        "a second write waits at the freeze level that the first, in the owner's work, has not left",
        EnumSet.of(Fault.UR_END_WRITE_IN_TASK_WORK, Fault.UR_BLOCKING_START_WRITE), NONE,
        new Expected(
            FindingKind.RECURSION, List.of("sb_writers"), "RingIo.startWrite",
            "RingIo.startWrite"),
        "",
        stage -> {
          Inode file = stage.written("data");
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch freezing = new CountDownLatch(1);
          CountDownLatch submitted = new CountDownLatch(1);
          stage.start("owner", () -> {
            Ring ring = writing(stage, file);
            queued.countDown();
            Stage.step(freezing);
            ring.submit(Sqe.write(file, BLOCK, filled(BLOCK, NEW), 2));
            submitted.countDown();
            complete(ring, 2);
            stage.check(file, 0, 2 * BLOCK, NEW);
          });
          Stage.step(queued);
          freezeAndThaw(stage, freezing, submitted);
        });
  }

  private static void freezeAndThaw(
      Stage stage, CountDownLatch freezing, CountDownLatch submitted) {
    if (stage.mode == Mode.BENIGN) {
      freezing.countDown(); // nobody freezes
      return;
    }
    Stage.Actor freezer =
        stage.start("freezer", () -> {
          stage.fs.freeze();
          freezing.countDown();
          Stage.step(submitted);
          stage.fs.thaw();
        });
    if (stage.forced()) {
      stage.untilItWaits(freezer);
      freezing.countDown();
    }
  }

  static Scenario u10() {
    return new ProgramScenario(
        "U10", "004.19",
        "the owner freezes the filesystem while a write of its own is inside",
        EnumSet.of(Fault.UR_END_WRITE_IN_TASK_WORK), NONE,
        new Expected(
            FindingKind.RECURSION, List.of("sb_writers"), "RingIo.startWrite", "SampleFs.freeze"),
        "sb_writers",
        stage -> {
          Inode file = stage.written("data");
          stage.start("owner", () -> {
            Ring ring = writing(stage, file);
            stage.ready();
            stage.fs.freeze();
            stage.fs.thaw();
            complete(ring, 1);
            stage.check(file, 0, BLOCK, NEW);
          });
        });
  }

  static Scenario u11() {
    return new ProgramScenario(
        "U11", "004.10",
        "a request that has to block is carried out by the owner, which owes a completion",
        EnumSet.of(Fault.UR_CALLER_COMPLETION, Fault.UR_BLOCKING_SUBMIT), CALLER,
        new Expected(FindingKind.CONTEXT, List.of("inode_dio"), "", "RingIo.blocking"), "",
        stage -> {
          Inode file = stage.written("data");
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch drainerWaits = new CountDownLatch(1);
          stage.start("owner", () -> {
            Ring ring = writing(stage, file);
            queued.countDown();
            if (stage.forced()) {
              Stage.step(drainerWaits);
            }
            ring.submit(Sqe.write(file, BLOCKS * BLOCK, filled(BLOCK, NEW), 2));
            complete(ring, 2);
          });
          Stage.step(queued);
          if (stage.forced()) {
            stage.untilItWaits(drainer(stage, file));
          }
          drainerWaits.countDown();
        });
  }

  static Scenario u12() {
    return new ProgramScenario(
        "U12", "004.20",
        "the end of a synchronous write in the owner's work runs fsync while it is in flight",
        EnumSet.of(Fault.UR_CALLER_COMPLETION, Fault.UR_DSYNC_IN_TASK_WORK), CALLER,
        cycle("Dio.rw", "Fsync.lockInode"), "",
        stage -> {
          Inode file = stage.written("data");
          CountDownLatch queued = new CountDownLatch(1);
          CountDownLatch drainerWaits = new CountDownLatch(1);
          Stage.Actor owner =
              stage.start("owner", () -> {
                Ring ring = Ring.create(stage.fs);
                stage.submitted(
                    () -> ring.submit(Sqe.write(file, 0, filled(BLOCK, NEW), 1).withDsync()));
                queued.countDown();
                if (stage.forced()) {
                  Stage.step(drainerWaits);
                }
                complete(ring, 1);
              });
          Stage.step(queued);
          drainAfter(stage, owner, file);
          drainerWaits.countDown();
        });
  }

  static Scenario u13() {
    return new ProgramScenario(
        "U13", "004.14",
        "the same as U1 through asynchronous I/O whose events are made by who asks for them",
        EnumSet.of(Fault.UR_AIO_CALLER_COMPLETION), NONE,
        recursion("Dio.rw", "FileOps.fallocate"), "inode_dio",
        stage -> {
          Inode file = stage.written("data");
          stage.start("owner", () -> {
            Aio aio = Aio.create(stage.fs);
            stage.submitted(() -> aio.submitWrite(file, 0, filled(BLOCK, NEW), 1));
            fallocate(stage, file);
            Stage.require(aio.getEvent().result() == BLOCK, "short write");
            stage.check(file, 0, BLOCK, NEW);
          });
        });
  }

  static Scenario u14() {
    return new ProgramScenario(
        "U14", "004.3",
        "the owner ends with a completion left in its queue: the count never drops again",
        EnumSet.of(Fault.UR_CALLER_COMPLETION, Fault.UR_EXIT_WITH_PENDING), CALLER,
        new Expected(FindingKind.LEAK, List.of("inode_dio"), "Dio.rw", ""), "",
        stage -> {
          Inode file = stage.written("data");
          stage.join(
              stage.start("owner", () -> {
                try (Ring ring = writing(stage, file)) {
                  Stage.require(ring.pending() == 1, ring.pending() + " pending");
                }
              }));
          if (stage.forced()) {
            drainer(stage, file);
          }
          if (stage.fixed()) {
            Stage.require(file.dioCount().inFlight() == 0, "count " + file.dioCount());
            stage.join(drainer(stage, file));
          }
        });
  }

  /** A ring of the calling thread, with a write that is done but not completed. */
  private static Ring writing(Stage stage, Inode file) throws Exception {
    Ring ring = Ring.create(stage.fs);
    stage.submitted(() -> ring.submit(Sqe.write(file, 0, filled(BLOCK, NEW), 1)));
    return ring;
  }

  private static void writeSector(Stage stage) throws IOException {
    Inode file = stage.written("data");
    stage.start("owner", () -> {
      Ring ring = writing(stage, file);
      stage.ready();
      ring.submit(Sqe.write(file, BLOCK + SECTOR, filled(SECTOR, NEW), 2));
      complete(ring, 2);
      stage.check(file, 0, BLOCK, NEW);
      stage.check(file, BLOCK, SECTOR, OLD);
      stage.check(file, BLOCK + SECTOR, SECTOR, NEW);
      stage.check(file, BLOCK + 2 * SECTOR, SECTOR, OLD);
    });
  }

  private static void fallocate(Stage stage, Inode file) throws IOException {
    stage.ready();
    Vfs.fallocate(stage.fs, file, 0, 2L * BLOCKS * BLOCK);
  }

  /** A thread that waits for all direct I/O to end; forced, while the owner is still there. */
  private static void drainAfter(Stage stage, Stage.Actor owner, Inode file)
      throws InterruptedException {
    if (stage.forced()) {
      stage.untilItWaits(drainer(stage, file));
    } else {
      stage.join(owner);
      stage.join(drainer(stage, file));
    }
  }

  private static Stage.Actor drainer(Stage stage, Inode file) {
    return stage.start(
        "drainer", () -> Vfs.fallocate(stage.fs, file, 0, 2L * BLOCKS * BLOCK));
  }

  private static Expected recursion(String heldAt, String requestedAt) {
    return new Expected(FindingKind.RECURSION, List.of("inode_dio"), heldAt, requestedAt);
  }

  private static Expected cycle(String heldAt, String requestedAt) {
    return new Expected(
        FindingKind.CYCLE, List.of("i_rwsem", "inode_dio"), heldAt, requestedAt);
  }
}
