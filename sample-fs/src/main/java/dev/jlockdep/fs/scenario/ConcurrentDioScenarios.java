package dev.jlockdep.fs.scenario;

import static dev.jlockdep.fs.scenario.Expected.cycle;

import dev.jlockdep.Lockdep;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Direct I/O against writeback, readahead and other direct I/O of the same file. */
final class ConcurrentDioScenarios {
  private static final int THREADS = 4;
  private static final int ROUNDS = 60;

  private ConcurrentDioScenarios() {}

  /** Folios and ranges are let go by the device and by end-I/O workers. */
  static Scenario b12() {
    return new CallScenario(
        "B12", "000.4",
        "four threads, whose folios and ranges others let go",
        Set.of(), Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", THREADS, 1);
          for (int i = 0; i < THREADS; i++) {
            int block = i;
            fixture.start("app-" + i, f -> mixed(file, block));
          }
        })
        .only(Mode.FIXED);
  }

  private static void mixed(File file, int block) throws IOException {
    long at = (long) block * Fixture.BLOCK;
    byte[] found = new byte[Fixture.BLOCK];
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = Fixture.pattern(1, i);
      if (i % 2 == 0) {
        file.writeDirect(at, UserBuffer.heap(bytes));
      } else {
        file.write(at, UserBuffer.heap(bytes));
      }
      file.read(at, UserBuffer.heap(found));
      Fixture.damagedUnless(Arrays.equals(found, bytes), "cached read of round " + i);
      file.readDirect(at, UserBuffer.heap(found));
      Fixture.damagedUnless(Arrays.equals(found, bytes), "direct read of round " + i);
    }
    Lockdep.assertNothingHeld("end of the program");
  }

  /** Source: comment of lock_extent_direct, Linux 5.17. */
  static Scenario b13() {
    return new CallScenario(
        "B13", "comment in btrfs of 5.17",
        "a direct read waits for buffered data on its way to its second block, the first one locked",
        EnumSet.of(Fault.BT_DIO_READ_WAITS_BUFFERED_ORDERED),
        cycle(List.of("extent_range", "folio_lock"), "ExtentDio.iomapBegin", "Writeback.lockRun"),
        "",
        ConcurrentDioScenarios::readOverDataOnItsWay);
  }

  private static void readOverDataOnItsWay(Fixture fixture) throws IOException {
    File file = fixture.written("data", 2, 1);
    MappedRegion map = fixture.map(file, 2);
    map.get(0);
    map.get(Fixture.BLOCK);
    CountDownLatch found = new CountDownLatch(1);
    fixture.gates().at(
        Gates.DIO_AFTER_BEGIN,
        Fixture.once(
            () -> {
              fixture.gates().at(Gates.DEVICE_BEFORE_COMPLETE, () -> Fixture.step(found));
              fixture.run("storer", f -> map.put(Fixture.BLOCK, (byte) 7));
              fixture.start("flusher", f -> file.fsync()).endsOrWaitsIn("Ordered");
              if (!fixture.benign()) {
                fixture.run("storer", f -> map.put(0, (byte) 7));
                fixture.run("storer", f -> map.put(Fixture.BLOCK, (byte) 7));
                fixture.start("flusher-of-both", f -> file.fsync()).endsOrWaitsIn("RangeLock");
              }
            }));
    fixture.gates().at(Gates.DIO_FOUND_ORDERED, found::countDown);
    byte[] read = new byte[2 * Fixture.BLOCK];
    int n = file.readDirect(0, UserBuffer.heap(read));
    Fixture.require(n == read.length, "read " + n);
    Fixture.require(read[Fixture.BLOCK] == 7, "the second block is as it was before it was stored");
  }

  static Scenario b14() {
    return new CallScenario(
        "B14", "comment in btrfs of 5.17",
        "a direct write drops cached pages while it owes an ordered extent",
        EnumSet.of(Fault.BT_DIO_INVALIDATES_IN_BEGIN),
        cycle(
            List.of("folio_lock", "ordered_extent"), "ExtentDio.writePiece",
            "OrderedTree.findToWait"),
        "",
        fixture -> {
          File file = fixture.written("data", 1, 1);
          if (fixture.benign()) {
            // cached again, by the time the write has emptied the cache
            fixture.gates().at(
                Gates.DIO_RETRY,
                () -> fixture.run("reader", f -> Fixture.check(file, Fixture.pattern(1, 1))));
          } else {
            fixture.gates().at(
                Gates.DIO_ORDERED_MADE,
                () -> fixture
                    .start("reader", f -> file.read(0, UserBuffer.heap(new byte[Fixture.BLOCK])))
                    .endsOrWaitsIn("Ordered"));
          }
          file.writeDirect(0, UserBuffer.heap(Fixture.pattern(1, 2)));
          Fixture.check(file, Fixture.pattern(1, 2));
        });
  }

  static Scenario b15() {
    return new CallScenario(
        "B15", "000.24",
        "direct reads that may not wait, against the order in which others lock",
        Set.of(), Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          UserBuffer buffer = UserBuffer.heap(new byte[2 * Fixture.BLOCK]);
          Fixture.require(file.tryReadDirect(0, buffer) == buffer.length(), "nothing in the way");
          // the writer has i_rwsem, then the reader has the range
          fixture.gates().at(Gates.DIO_ORDERED_MADE, () -> tryFails(fixture, file));
          file.writeDirect(0, UserBuffer.heap(Fixture.pattern(3, 5)));
          fixture.gates().at(Gates.DIO_AFTER_BEGIN, Fixture.once(() -> tryFails(fixture, file)));
          file.readDirect(0, buffer);
          Fixture.require(file.tryReadDirect(0, buffer) == buffer.length(), "nothing in the way");
        })
        .only(Mode.FIXED);
  }

  private static void tryFails(Fixture fixture, File file) {
    fixture.run(
        "nowait",
        f -> {
          int n = file.tryReadDirect(0, UserBuffer.heap(new byte[Fixture.BLOCK]));
          Fixture.require(n == File.AGAIN, "read " + n + " where it had to wait");
        });
  }
}
