package dev.jlockdep.fs.scenario;

import static dev.jlockdep.fs.scenario.Expected.cycle;
import static dev.jlockdep.fs.scenario.Expected.recursion;

import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.Personality;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Writes and page faults of files on persistent memory, after the thread on races of DAX, 2016: which
 * entries may be dropped, when, and under which lock. The races lose data or show stale data and no
 * lock order tells; the guard that the code declares does. The repair that takes the invalidate lock
 * over the copy deadlocks.
 */
final class DaxScenarios {
  private static final int BLOCKS = 4;
  private static final int ROUNDS = 40;

  private DaxScenarios() {}

  private static CallScenario dax(
      String id, String seed, String title, Fault fault, Expected expected, String hangsAt,
      Actor.Calls calls) {
    return new CallScenario(id, seed, title, EnumSet.of(fault), expected, hangsAt, calls)
        .on(Personality.DAX);
  }

  private static Expected unguardedDeletion() {
    return Expected.unguarded("mapping.invalidate_lock", "Dax.invalidate");
  }

  /** A file of that many blocks that is a hole. */
  private static File hole(Fixture fixture, int blocks) throws IOException {
    File file = fixture.fs().file("data");
    file.truncate((long) blocks * Fixture.BLOCK);
    return file;
  }

  static Scenario d1() {
    return dax(
        "D1", "001.2, 001.3, 001.4",
        "a write deletes the entries of its range after the copy; a store came in between",
        Fault.DAX_TRAILING_INVALIDATE, unguardedDeletion(), "",
        fixture -> {
          File file = hole(fixture, 1);
          MappedRegion map = fixture.map(file, 1);
          if (!fixture.benign()) {
            fixture.gates().at(
                Gates.DAX_COPIED, () -> fixture.run("storer", f -> map.put(5, (byte) 77)));
          }
          file.write(0, UserBuffer.heap(Fixture.pattern(1, 1)));
          file.fsync();
          int survives = fixture.survives(file, 0)[5];
          Fixture.damagedUnless(
              survives == (fixture.benign() ? 1 : 77), "after fsync the device has " + survives);
        })
        .corrupts();
  }

  static Scenario d2() {
    return dax(
        "D2", "001.5, 001.6",
        "a write deletes entries before it allocates; a page fault maps the hole in between",
        Fault.DAX_LEADING_INVALIDATE, unguardedDeletion(), "",
        fixture -> {
          File file = hole(fixture, 1);
          MappedRegion map = fixture.map(file, 1);
          if (!fixture.benign()) {
            Runnable load =
                Fixture.once(
                    () -> fixture.run(
                        "loader", f -> Fixture.require(map.get(0) == 0, "a hole is not zero")));
            fixture.gates().at(Gates.DAX_INVALIDATED, load);
            fixture.gates().at(Gates.DAX_BEGUN, load);
          }
          file.write(0, UserBuffer.heap(Fixture.pattern(1, 9)));
          Fixture.damagedUnless(map.get(0) == 9, "written 9, and the mapping shows " + map.get(0));
          Fixture.require(file.incoherentMappings() == 0, "a mapping is stale");
        })
        .corrupts();
  }

  static Scenario d3() {
    return dax(
        "D3", "001.10, 001.11",
        "a write deletes the entries of the whole file, and with them what is to be flushed",
        Fault.DAX_INVALIDATE_WHOLE_FILE, unguardedDeletion(), "",
        fixture -> {
          File file = hole(fixture, 2);
          MappedRegion map = fixture.map(file, 2);
          if (!fixture.benign()) {
            map.put(Fixture.BLOCK, (byte) 77);
          }
          file.write(0, UserBuffer.heap(Fixture.pattern(1, 1)));
          file.fsync();
          int survives = fixture.survives(file, 1)[0];
          Fixture.damagedUnless(
              survives == (fixture.benign() ? 0 : 77), "after fsync the device has " + survives);
        })
        .corrupts();
  }

  static Scenario d4() {
    return dax(
        "D4", "001.17, 001.18",
        "a write has the invalidate lock over the copy from the user; forced, two write crosswise",
        Fault.DAX_EXCLUSIVE_INVALIDATE_LOCK,
        cycle(List.of("mapping.invalidate_lock", "mmap_lock"), "Dax.write", "Dax.locked"), "",
        fixture -> {
          File a = fixture.written("a", 1, 1);
          File b = fixture.written("b", 1, 2);
          MappedRegion mapA = fixture.map(a, 1);
          MappedRegion mapB = fixture.map(b, 1);
          if (fixture.benign()) {
            Fixture.require(mapB.get(0) == 2, "mapped data differ");
            a.write(0, UserBuffer.heap(Fixture.pattern(1, 7)));
            return;
          }
          fixture.crosswise(
              Gates.DAX_BEFORE_COPY,
              f -> a.write(0, UserBuffer.mapped(mapB, 0, Fixture.BLOCK)),
              f -> b.write(0, UserBuffer.mapped(mapA, 0, Fixture.BLOCK)));
        })
        .whenForced(recursion("mapping.invalidate_lock", "Dax.write", "Dax.locked"));
  }

  static Scenario d4f() {
    return dax(
        "D4f", "001.17, 001.18",
        "the same from a mapping of the file that is written",
        Fault.DAX_EXCLUSIVE_INVALIDATE_LOCK,
        recursion("mapping.invalidate_lock", "Dax.write", "Dax.locked"), "mapping.invalidate_lock",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          MappedRegion map = fixture.map(file, 2);
          fixture.ready();
          int n = file.write(0, UserBuffer.mapped(map, Fixture.BLOCK, Fixture.BLOCK));
          Fixture.require(n == Fixture.BLOCK, "wrote " + n);
          Fixture.require(map.get(0) == 2, "the first block is not as the second");
        });
  }

  static Scenario d5() {
    return new CallScenario(
        "D5", "001.12, 001.16, 001.23",
        "writes into holes, stores, loads, punches and fsync of one file together",
        Set.of(), Expected.SILENCE, "",
        fixture -> {
          File file = hole(fixture, BLOCKS);
          MappedRegion map = fixture.map(file, BLOCKS);
          List<Actor> all = new ArrayList<>();
          all.add(fixture.start("writer", f -> {
            for (int i = 0; i < ROUNDS; i++) {
              file.write(i % BLOCKS * Fixture.BLOCK, UserBuffer.heap(Fixture.pattern(1, i)));
            }
          }));
          all.add(fixture.start("storer", f -> {
            for (int i = 0; i < ROUNDS; i++) {
              map.put(i % BLOCKS * Fixture.BLOCK, (byte) i);
              map.get((i + 1) % BLOCKS * Fixture.BLOCK);
            }
          }));
          all.add(fixture.start("puncher", f -> {
            for (int i = 0; i < ROUNDS; i++) {
              file.punchHole((i + 2) % BLOCKS * Fixture.BLOCK, Fixture.BLOCK);
              file.fsync();
            }
          }));
          all.forEach(Actor::join);
          Fixture.require(file.incoherentMappings() == 0, "a mapping is stale");
          file.fsync();
          byte[] found = new byte[BLOCKS * Fixture.BLOCK];
          file.read(0, UserBuffer.heap(found));
          for (int i = 0; i < BLOCKS; i++) {
            byte[] block = Arrays.copyOfRange(found, i * Fixture.BLOCK, (i + 1) * Fixture.BLOCK);
            Fixture.require(
                Arrays.equals(block, fixture.survives(file, i)),
                "block " + i + " is not on the device after fsync");
          }
        })
        .on(Personality.DAX)
        .only(Mode.FIXED);
  }

  static Scenario d6() {
    return dax(
        "D6", "001.9, commit 9f141d6ef625",
        "a page fault starts its transaction with the entry locked; forced, a commit is waiting",
        Fault.DAX_ENTRY_LOCK_OUTSIDE_BEGIN,
        cycle(List.of("dax_entry", "journal_handle"), "DaxEntries.grab", "Journal.begin"), "",
        fixture -> {
          File file = hole(fixture, 2);
          MappedRegion map = fixture.map(file, 2);
          if (fixture.benign()) {
            map.put(0, (byte) 1);
          } else {
            CountDownLatch entryLocked = new CountDownLatch(1);
            CountDownLatch committing = new CountDownLatch(1);
            fixture.gates().at(
                Gates.DAX_ENTRY_LOCKED,
                () -> {
                  entryLocked.countDown();
                  Fixture.step(committing);
                });
            fixture.gates().at(
                Gates.DAX_BEGUN,
                () -> commitWhileFaulting(fixture, map, entryLocked, committing));
          }
          file.write(Fixture.BLOCK, UserBuffer.heap(Fixture.pattern(1, 3)));
          Fixture.require(map.get(Fixture.BLOCK) == 3, "written 3, and the mapping has another");
        })
        .readerBehindWriter();
  }

  /** On the writer, in its transaction. */
  private static void commitWhileFaulting(
      Fixture fixture, MappedRegion map, CountDownLatch entryLocked, CountDownLatch committing) {
    Actor faulter = fixture.start("faulter", f -> map.put(Fixture.BLOCK + 1, (byte) 1));
    if (fixture.forced()) {
      Fixture.step(entryLocked);
    } else {
      faulter.join();
    }
    fixture.start("committer", f -> f.fs().sync()).endsOrWaitsIn("RwSem");
    committing.countDown();
    faulter.endsOrWaitsIn("RwSem");
  }

  static Scenario d7() {
    return dax(
        "D7", "001.20, 001.21, 001.22",
        "a write is neither flushed nor tracked, while stores through mappings are",
        Fault.DAX_WRITE_UNTRACKED, Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", 1, 1);
          if (fixture.benign()) {
            fixture.map(file, 1).put(100, (byte) 4);
          }
          file.write(0, UserBuffer.heap(Fixture.pattern(1, 9)));
          file.fsync();
          int survives = fixture.survives(file, 0)[0];
          Fixture.damagedUnless(survives == 9, "after fsync the device has " + survives);
        })
        .corrupts();
  }

  static Scenario d8() {
    return dax(
        "D8", "001.16, 003.15",
        "a hole is punched without the invalidate lock; a page fault maps a block that is going",
        Fault.DAX_PUNCH_NO_INVALIDATE_LOCK,
        Expected.unguarded("mapping.invalidate_lock", "File.punch"), "",
        fixture -> {
          File file = fixture.written("data", 1, 1);
          MappedRegion map = fixture.map(file, 1);
          Actor[] loader = new Actor[1];
          if (!fixture.benign()) {
            fixture.gates().at(
                Gates.PUNCH_DROPPED,
                () -> {
                  loader[0] = fixture.start("loader", f -> map.get(0));
                  loader[0].endsOrWaitsIn("RwSem");
                });
          }
          file.punchHole(0, Fixture.BLOCK);
          if (loader[0] != null) {
            loader[0].join();
          }
          fixture.fs().sync();
          fixture.written("other", 1, 100);
          Fixture.damagedUnless(
              map.get(0) == 0, "the hole shows " + map.get(0) + ", which is another file's");
        })
        .corrupts();
  }

  static Scenario d9() {
    return new CallScenario(
        "D9", "001.7",
        "a direct write empties the cache with i_rwsem exclusively, and goes on with it shared",
        Set.of(), Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          Fixture.check(file, Fixture.pattern(BLOCKS, 1));
          // would hang if i_rwsem were still held exclusively
          fixture.gates().at(
              Gates.DIO_RETRY,
              Fixture.once(
                  () -> fixture.run("reader", f -> file.readDirect(
                      0, UserBuffer.heap(new byte[BLOCKS * Fixture.BLOCK])))));
          file.writeDirect(0, UserBuffer.heap(Fixture.pattern(BLOCKS, 5)));
          Fixture.check(file, Fixture.pattern(BLOCKS, 5));
        })
        .only(Mode.FIXED);
  }

  static Scenario d10() {
    return dax(
        "D10", "commit 843172978bb9",
        "two page faults find the same new block and both zero it, the second over a store",
        Fault.DAX_DOUBLE_ZERO, Expected.unguarded("dax_entry", "Dax.zero"), "",
        fixture -> {
          File file = hole(fixture, 1);
          MappedRegion map = fixture.map(file, 1);
          if (fixture.forced()) {
            fixture.gates().at(
                Gates.DAX_BEFORE_ZERO,
                Fixture.once(() -> fixture.run("storer", f -> map.put(0, (byte) 7))));
          }
          Actor storer =
              fixture.forced() ? null : fixture.start("storer", f -> map.put(0, (byte) 7));
          if (fixture.benign()) {
            storer.join();
          }
          map.put(1, (byte) 8);
          if (storer != null) {
            storer.join();
          }
          Fixture.damagedUnless(map.get(0) == 7, "a store of 7 reads as " + map.get(0));
        })
        .corrupts();
  }
}
