package dev.jlockdep.fs.scenario;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.UserBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The loop around a direct transfer that pins the user's pages without faults: what it must count,
 * what must stay locked between two tries, when it must give up and go through the cache.
 */
final class RetryScenarios {
  private static final int BLOCKS = 4;
  private static final int BYTES = BLOCKS * Fixture.BLOCK;

  private RetryScenarios() {}

  static Scenario b7() {
    return new CallScenario(
        "B7", "000.17, 000.20",
        "a direct write from a mapping of its own target drops the page it has just faulted in",
        EnumSet.of(Fault.BT_NO_PROGRESS_CHECK, Fault.BT_ENDIO_RANGE_FIRST),
        livelock(),
        CallScenario.LOOP,
        BtrfsScenarios::writeFromItself)
        .keptWhenFixed(EnumSet.of(Fault.BT_ENDIO_RANGE_FIRST));
  }

  static Scenario b7r() {
    return new CallScenario(
        "B7r", "000.25",
        "a direct read whose user pages another thread drops as soon as they are faulted in",
        EnumSet.of(Fault.BT_NO_PROGRESS_CHECK_READ),
        livelock(),
        CallScenario.LOOP,
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          File target = fixture.written("target", BLOCKS, 50);
          MappedRegion map = fixture.map(target, BLOCKS);
          fixture.gates().at(
              Gates.DIO_FAULTED_IN,
              () -> fixture.run("invalidator", f -> {
                target.fsync();
                f.fs().dropCaches();
              }));
          int n = file.readDirect(0, UserBuffer.mapped(map, 0, BYTES));
          Fixture.require(n == BYTES, "read " + n);
          Fixture.check(target, Fixture.pattern(BLOCKS, 1));
        });
  }

  /** Why the second try of generic/647 works: the range of the page is locked a little longer. */
  static Scenario b8() {
    Set<Fault> luck = EnumSet.of(Fault.BT_NO_PROGRESS_CHECK);
    return new CallScenario(
        "B8", "000.16, 000.18",
        "no check for progress is needed as long as the end of a read unlocks the page first",
        luck, Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", 1, 1);
          MappedRegion map = fixture.map(file, 1);
          CountDownLatch secondTry = new CountDownLatch(2);
          fixture.gates().at(Gates.DIO_RETRY, secondTry::countDown);
          // the page could not be dropped, so it is still there for the second try
          fixture.gates().at(Gates.ENDIO_BETWEEN_PAGE_AND_RANGE, () -> Fixture.step(secondTry));
          int n = file.writeDirect(0, UserBuffer.mapped(map, 0, Fixture.BLOCK));
          Fixture.require(n == Fixture.BLOCK, "wrote " + n);
          Fixture.require(secondTry.getCount() == 0, "more than one try");
          fixture.gates().at(Gates.ENDIO_BETWEEN_PAGE_AND_RANGE, () -> {});
          Fixture.check(file, Fixture.pattern(1, 1));
        })
        .keptWhenFixed(luck)
        .only(Mode.FIXED);
  }

  static Scenario b8r() {
    return new CallScenario(
        "B8r", "000.19",
        "the end of a read unlocks the range first: the luck is gone, one page is enough",
        EnumSet.of(Fault.BT_NO_PROGRESS_CHECK, Fault.BT_ENDIO_RANGE_FIRST),
        livelock(),
        CallScenario.LOOP,
        fixture -> {
          File file = fixture.written("data", 1, 1);
          MappedRegion map = fixture.map(file, 1);
          int n = file.writeDirect(0, UserBuffer.mapped(map, 0, Fixture.BLOCK));
          Fixture.require(n == Fixture.BLOCK, "wrote " + n);
          Fixture.check(file, Fixture.pattern(1, 1));
        })
        .keptWhenFixed(EnumSet.of(Fault.BT_ENDIO_RANGE_FIRST));
  }

  static Scenario b9() {
    return count(
        "B9", "000.10, 002.17, 002.18", "the second try of a direct write forgets the first",
        Fault.BT_NO_DONE_BEFORE);
  }

  static Scenario b9a() {
    return count(
        "B9a", "000.22", "the result of a try, which is a sum already, is added up once more",
        Fault.BT_ADDS_WRITTEN);
  }

  /** Forced, the first two pages of the buffer are there and the others are not. */
  private static Scenario count(String id, String seed, String title, Fault fault) {
    return new CallScenario(
        id, seed, title, EnumSet.of(fault), Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          File source = fixture.written("source", BLOCKS, 80);
          MappedRegion map = fixture.map(source, BLOCKS);
          for (int i = 0; i < (fixture.benign() ? BLOCKS : BLOCKS / 2); i++) {
            map.get(i * Fixture.BLOCK);
          }
          int n = file.writeDirect(0, UserBuffer.mapped(map, 0, BYTES));
          Fixture.damagedUnless(n == BYTES, "the call says " + n + " of " + BYTES + " bytes");
          Fixture.check(file, Fixture.pattern(BLOCKS, 80));
        })
        .corrupts();
  }

  static Scenario b10() {
    return new CallScenario(
        "B10", "000.21",
        "a direct write lets i_rwsem go between two tries, and the file is truncated meanwhile",
        EnumSet.of(Fault.BT_UNLOCK_BETWEEN_RETRIES),
        Expected.unguarded("i_rwsem", "DirectCalls.faultIn"),
        "",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          File source = fixture.written("source", BLOCKS, 80);
          MappedRegion map = fixture.map(source, BLOCKS);
          map.get(0);
          Actor[] truncator = new Actor[1];
          if (!fixture.benign()) {
            fixture.gates().at(
                Gates.DIO_FAULTED_IN,
                Fixture.once(
                    () -> {
                      truncator[0] = fixture.start("truncator", f -> file.truncate(0));
                      truncator[0].endsOrWaitsIn("RwSem");
                    }));
          }
          file.writeDirect(0, UserBuffer.mapped(map, 0, BYTES));
          if (fixture.benign()) {
            Fixture.check(file, Fixture.pattern(BLOCKS, 80));
            return;
          }
          truncator[0].join();
          // either the write came first and all is gone, or last and all is there
          file.truncate(BYTES);
          byte[] found = new byte[BYTES];
          file.read(0, UserBuffer.heap(found));
          boolean gone = found[0] == 0;
          Fixture.damagedUnless(
              gone == (found[BYTES - 1] == 0),
              "the file was truncated in the middle of a write: byte 0 is " + found[0]
                  + ", byte " + (BYTES - 1) + " is " + found[BYTES - 1]);
        })
        .corrupts();
  }

  static Scenario b11() {
    return new CallScenario(
        "B11", "000.23",
        "a direct write that had to go through the cache stays there",
        EnumSet.of(Fault.BT_FALLBACK_NO_INVALIDATE),
        Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", 1, 1);
          File source = fixture.written("source", 1, 80);
          MappedRegion map = fixture.map(source, 1);
          map.get(0);
          if (!fixture.benign()) {
            // its page never stays, so that the write has to go through the cache
            fixture.fs().dropCaches();
            fixture.gates().at(Gates.DIO_FAULTED_IN, fixture.fs()::dropCaches);
          }
          file.writeDirect(0, UserBuffer.mapped(map, 0, Fixture.BLOCK));
          int left = file.dirtyFolios();
          Fixture.damagedUnless(left == 0, left + " folio of a direct write is not on the device");
          Fixture.check(file, Fixture.pattern(1, 80));
        })
        .corrupts();
  }

  private static Expected livelock() {
    return new Expected(FindingKind.LIVELOCK, List.of(), "", "DirectCalls.transfer");
  }
}
