package dev.jlockdep.fs.scenario;

import static dev.jlockdep.fs.scenario.Expected.cycle;
import static dev.jlockdep.fs.scenario.Expected.recursion;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;

/**
 * Page faults in the middle of direct I/O, after the btrfs thread of 2021 and generic/647: a user's
 * buffer is a mapping of the very file that is read or written, so that touching it needs what the
 * transfer has locked. With a buffer on the heap nothing hangs and jlockdep sees the same circle
 * through mmap_lock.
 */
final class BtrfsScenarios {
  private static final int BLOCKS = 4;

  private BtrfsScenarios() {}

  static Scenario b1() {
    return new CallScenario(
        "B1", "000.2, 000.3, 000.4",
        "a direct read into a mapping of the same range keeps the range locked over the fault",
        EnumSet.of(Fault.BT_DIO_READ_KEEPS_RANGE_OVER_FAULT),
        recursion("extent_range", "ExtentDio.iomapBegin", "ReadAhead.lockAndFlushOrdered"),
        "extent_range",
        BtrfsScenarios::readIntoItself);
  }

  static Scenario b2() {
    return new CallScenario(
        "B2", "000.4",
        "the same from a heap buffer, and an unrelated fault: nothing hangs",
        EnumSet.of(Fault.BT_DIO_READ_KEEPS_RANGE_OVER_FAULT),
        cycle(
            List.of("extent_range", "mmap_lock"), "ExtentDio.iomapBegin",
            "ReadAhead.lockAndFlushOrdered"),
        "",
        fixture -> {
          if (fixture.forced()) {
            readIntoItself(fixture);
          }
          readIntoHeap(fixture);
        })
        .whenForced(
            recursion("extent_range", "ExtentDio.iomapBegin", "ReadAhead.lockAndFlushOrdered"));
  }

  static Scenario b2x() {
    return new CallScenario(
        "B2x", "000.2",
        "two direct reads, each into a mapping of the file that the other reads",
        EnumSet.of(Fault.BT_DIO_READ_KEEPS_RANGE_OVER_FAULT),
        recursion("extent_range", "ExtentDio.iomapBegin", "ReadAhead.lockAndFlushOrdered"),
        "",
        BtrfsScenarios::readCrosswise);
  }

  private static void readCrosswise(Fixture fixture) throws IOException {
    File a = fixture.written("a", 1, 1);
    File b = fixture.written("b", 1, 2);
    MappedRegion mapA = fixture.map(a, 1);
    MappedRegion mapB = fixture.map(b, 1);
    // each has its own range by the time it faults on the other's
    fixture.crosswise(Gates.DIO_AFTER_BEGIN, f -> readInto(a, mapB), f -> readInto(b, mapA));
    Fixture.require(mapA.get(0) == mapB.get(0), "one of the two was read into the other");
  }

  private static void readInto(File file, MappedRegion map) throws IOException {
    int n = file.readDirect(0, UserBuffer.mapped(map, 0, Fixture.BLOCK));
    Fixture.require(n == Fixture.BLOCK, "read " + n);
  }

  static Scenario b3() {
    return new CallScenario(
        "B3", "000.5, 000.6, 000.7",
        "a direct write from a mapping of the same range waits for its own ordered extent",
        EnumSet.of(Fault.BT_DIO_WRITE_FAULTS_BEFORE_SUBMIT),
        recursion("ordered_extent", "ExtentDio.writePiece", "ReadAhead.lockAndFlushOrdered"),
        "ordered_extent",
        BtrfsScenarios::writeFromItself);
  }

  static Scenario b4() {
    return new CallScenario(
        "B4", "000.6",
        "the same from a heap buffer, and an unrelated fault: nothing hangs",
        EnumSet.of(Fault.BT_DIO_WRITE_FAULTS_BEFORE_SUBMIT),
        cycle(
            List.of("mmap_lock", "ordered_extent"), "ExtentDio.writePiece", "OrderedTree.findToWait"),
        "",
        fixture -> {
          if (fixture.forced()) {
            writeFromItself(fixture);
          }
          File file = fixture.written("data", BLOCKS, 1);
          faultOnAnother(fixture);
          byte[] fresh = Fixture.pattern(BLOCKS, 50);
          file.writeDirect(0, UserBuffer.heap(fresh));
          Fixture.check(file, fresh);
        });
  }

  static Scenario b5() {
    return dsync("B5", "shared", BLOCKS);
  }

  static Scenario b5w() {
    return dsync("B5w", "exclusively", 2 * BLOCKS);
  }

  /** Whoever extends the file has its i_rwsem exclusively. */
  private static Scenario dsync(String id, String how, int blocksWritten) {
    return new CallScenario(
        id, "000.13, 000.14",
        "a synchronous direct write runs fsync while it has i_rwsem " + how,
        EnumSet.of(Fault.BT_DSYNC_INSIDE_DIO),
        recursion("i_rwsem", "DirectCalls.lock", "Fsync.lockInode"),
        "i_rwsem",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          byte[] fresh = Fixture.pattern(blocksWritten, 70);
          fixture.ready();
          file.writeDirectSync(0, UserBuffer.heap(fresh));
          fixture.run("other", f -> file.fsync());
          Fixture.check(file, fresh);
        });
  }

  static Scenario b6() {
    return new CallScenario(
        "B6", "000.9, 002.4",
        "zeroing for a hole faults the user's page in although the transfer must not fault",
        EnumSet.of(Fault.BT_ZERO_IGNORES_NOFAULT),
        new Expected(FindingKind.CONTEXT, List.of("mmap_lock"), "", "AddressSpaceSim.handle"),
        "extent_range",
        fixture -> {
          File file = fixture.fs().file("data");
          file.write((BLOCKS - 1) * Fixture.BLOCK, UserBuffer.heap(Fixture.pattern(1, 9)));
          file.fsync();
          fixture.fs().dropCaches();
          MappedRegion map = fixture.map(file, BLOCKS);
          fixture.ready();
          int n = file.readDirect(0, UserBuffer.mapped(map, 0, Fixture.BLOCK));
          Fixture.require(n == Fixture.BLOCK, "read " + n);
          Fixture.require(map.get(0) == 0, "a hole reads as zeros");
        });
  }

  static Scenario b16() {
    return new CallScenario(
        "B16", "000.12, 002.3",
        "a direct read keeps its range over a fault, which is told so; another reader has the folio",
        EnumSet.of(Fault.BT_STATE_PASSING),
        cycle(
            List.of("extent_range", "folio_lock"), "ExtentDio.iomapBegin",
            "ReadAhead.lockAndFlushOrdered"),
        "",
        fixture -> {
          File file = fixture.written("data", 1, 1);
          MappedRegion map = fixture.map(file, 1);
          if (!fixture.benign()) {
            fixture.gates().at(
                Gates.DIO_AFTER_BEGIN,
                Fixture.once(
                    () -> fixture
                        .start("cached", f -> Fixture.check(file, Fixture.pattern(1, 1)))
                        .endsOrWaitsIn("RangeLock")));
          }
          readInto(file, map);
          Fixture.check(file, Fixture.pattern(1, 1));
        });
  }

  static Scenario b17() {
    return new CallScenario(
        "B17", "000.3, btrfs of 6.12",
        "direct reads let the range go before the fault and keep a lock that no fault asks for",
        EnumSet.of(Fault.BT_DIO_BIT), Expected.SILENCE, "",
        fixture -> {
          readIntoItself(fixture);
          File a = fixture.written("a", BLOCKS, 1);
          File b = fixture.written("b", BLOCKS, 1);
          MappedRegion mapA = fixture.map(a, BLOCKS);
          MappedRegion mapB = fixture.map(b, BLOCKS);
          Actor first = fixture.start("reader-a", f -> readInto(a, mapB));
          Actor second = fixture.start("reader-b", f -> readInto(b, mapA));
          first.join();
          second.join();
          Fixture.check(a, Fixture.pattern(BLOCKS, 1));
        })
        .keptWhenFixed(EnumSet.of(Fault.BT_DIO_BIT))
        .only(Mode.FIXED);
  }

  static Scenario b18() {
    return new CallScenario(
        "B18", "fstests generic/742",
        "fiemap copies its answer to the user under the range lock",
        EnumSet.of(Fault.BT_FIEMAP_COPIES_UNDER_RANGE),
        cycle(
            List.of("extent_range", "mmap_lock"), "File.fiemap", "ReadAhead.lockAndFlushOrdered"),
        "",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          if (fixture.forced()) {
            MappedRegion map = fixture.map(file, BLOCKS);
            file.fiemap(UserBuffer.mapped(map, 0, Fixture.BLOCK));
          }
          faultOnAnother(fixture);
          Fixture.require(file.fiemap(UserBuffer.heap(new byte[Fixture.BLOCK])) > 0, "no extent");
        })
        .whenForced(recursion("extent_range", "File.fiemap", "ReadAhead.lockAndFlushOrdered"));
  }

  static Scenario b19() {
    return new CallScenario(
        "B19", "002, fstests generic/248",
        "a buffered write copies from a heap buffer with the folio locked, and an unrelated fault",
        EnumSet.of(Fault.IO_COPY_UNDER_FOLIO_WITH_FAULTS),
        cycle(List.of("folio_lock", "mmap_lock"), "PageFault.filled", "PageFault.filled"),
        "",
        fixture -> {
          faultOnAnother(fixture);
          Fixture.check(fixture.written("data", BLOCKS, 1), Fixture.pattern(BLOCKS, 1));
        })
        .only(Mode.BENIGN, Mode.FIXED);
  }

  static Scenario b19f() {
    return new CallScenario(
        "B19f", "002, fstests generic/248",
        "a buffered write copies from its own page with that folio locked",
        EnumSet.of(Fault.IO_COPY_UNDER_FOLIO_WITH_FAULTS),
        recursion("folio_lock", "PageFault.filled", "PageFault.filled"),
        "folio_lock",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          MappedRegion map = fixture.map(file, BLOCKS);
          fixture.ready();
          int n = file.write(0, UserBuffer.mapped(map, 0, Fixture.BLOCK));
          Fixture.require(n == Fixture.BLOCK, "wrote " + n);
          Fixture.check(file, Fixture.pattern(BLOCKS, 1));
        });
  }

  static Scenario b20() {
    return new CallScenario(
        "B20", "000.28",
        "two direct reads hang as in B2x, and it is told that they do",
        EnumSet.of(Fault.BT_DIO_READ_KEEPS_RANGE_OVER_FAULT),
        new Expected(FindingKind.DEADLOCK, List.of("extent_range"), "", ""), "",
        BtrfsScenarios::readCrosswise)
        .only(Mode.FORCED, Mode.FIXED);
  }

  private static void readIntoItself(Fixture fixture) throws IOException {
    File file = fixture.written("data", BLOCKS, 1);
    MappedRegion map = fixture.map(file, BLOCKS);
    fixture.ready();
    int n = file.readDirect(0, UserBuffer.mapped(map, 0, BLOCKS * Fixture.BLOCK));
    Fixture.require(n == BLOCKS * Fixture.BLOCK, "read " + n);
    Fixture.check(file, Fixture.pattern(BLOCKS, 1));
  }

  private static void readIntoHeap(Fixture fixture) throws IOException {
    File file = fixture.written("heap", BLOCKS, 1);
    faultOnAnother(fixture);
    byte[] read = new byte[BLOCKS * Fixture.BLOCK];
    Fixture.require(file.readDirect(0, UserBuffer.heap(read)) == read.length, "short read");
    Fixture.require(java.util.Arrays.equals(read, Fixture.pattern(BLOCKS, 1)), "data differ");
  }

  static void writeFromItself(Fixture fixture) throws IOException {
    File file = fixture.written("data", BLOCKS, 1);
    MappedRegion map = fixture.map(file, BLOCKS);
    fixture.ready();
    int n = file.writeDirect(0, UserBuffer.mapped(map, 0, BLOCKS * Fixture.BLOCK));
    Fixture.require(n == BLOCKS * Fixture.BLOCK, "wrote " + n);
    Fixture.check(file, Fixture.pattern(BLOCKS, 1));
  }

  /** A fault that has nothing to do with the transfer. */
  static void faultOnAnother(Fixture fixture) throws IOException {
    File other = fixture.written("other", 1, 33);
    MappedRegion map = fixture.map(other, 1);
    Fixture.require(map.get(5) == 33, "mapped data differ");
  }
}
