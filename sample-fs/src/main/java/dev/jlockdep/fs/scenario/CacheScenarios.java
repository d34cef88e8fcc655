package dev.jlockdep.fs.scenario;

import static dev.jlockdep.fs.scenario.Expected.cycle;
import static dev.jlockdep.fs.scenario.Expected.recursion;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.UserBuffer;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What guards the cache against changes of the mapping, after the iomap thread on delayed allocation
 * against drop_caches: two repairs that were proposed there or look right, and deadlock.
 */
final class CacheScenarios {
  private static final int BLOCKS = 4;
  private static final int ROUNDS = 40;

  private CacheScenarios() {}

  static Scenario i3() {
    return new CallScenario(
        "I3", "003.17",
        "reclaim takes the invalidate lock, under which the cache allocates",
        EnumSet.of(Fault.IO_RECLAIM_TAKES_INVALIDATE_LOCK),
        cycle(
            List.of("mapping.invalidate_lock", "fs_reclaim"), "Reclaim.run", "Reclaim.evict"),
        "",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          if (fixture.forced()) {
            // memory is full: the reader that holds the lock has to reclaim by itself
            fixture.fs().cacheLimit(0);
          }
          Fixture.check(file, Fixture.pattern(BLOCKS, 1));
          fixture.fs().reclaim();
        })
        .whenForced(
            recursion("mapping.invalidate_lock", "BufferedCalls.readFolio", "Reclaim.evict"));
  }

  static Scenario i7() {
    return new CallScenario(
        "I7", "003.13, 003.14",
        "drop_caches runs a transaction under s_umount, which the thaw needs",
        EnumSet.of(Fault.FS_EVICT_TRANSACTION_UNDER_UMOUNT),
        cycle(List.of("s_umount", "sb_frozen"), "SampleFs.dropCaches", "Transactions.start"),
        "",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          file.preallocate(BLOCKS * Fixture.BLOCK, BLOCKS * Fixture.BLOCK);
          long free = fixture.fs().freeBlocks();
          Actor dropper = null;
          if (fixture.benign()) {
            fixture.run("dropper", f -> f.fs().dropCaches());
          }
          fixture.fs().freeze();
          if (!fixture.benign()) {
            dropper = fixture.start("dropper", f -> f.fs().dropCaches());
            dropper.endsOrWaitsIn("FreezeGate");
          }
          fixture.run("thawer", f -> f.fs().thaw());
          if (dropper != null) {
            dropper.join();
          }
          Fixture.require(
              !fixture.benign() || fixture.fs().freeBlocks() == free + BLOCKS,
              "blocks beyond the end are kept");
        });
  }

  static Scenario i8() {
    return new CallScenario(
        "I8", "003.12, 003.15",
        "a read of several blocks checks each folio and not where the blocks are; a hole is punched",
        EnumSet.of(Fault.IO_RECHECK_LOOP_ONLY),
        new Expected(
            FindingKind.UNGUARDED, List.of("mapping.invalidate_lock", "i_rwsem"), "",
            "PageCache.findOrCreate"),
        "",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          if (!fixture.benign()) {
            fixture.gates().at(
                Gates.READ_MAPPED,
                Fixture.once(
                    () -> fixture.run("puncher", f -> {
                      file.punchHole(0, BLOCKS * Fixture.BLOCK);
                      f.fs().sync();
                      f.fs().file("other").writeDirect(
                          0, UserBuffer.heap(Fixture.pattern(BLOCKS, 100)));
                    })));
          }
          byte[] found = new byte[BLOCKS * Fixture.BLOCK];
          file.read(0, UserBuffer.heap(found));
          int last = found[found.length - 1];
          Fixture.damagedUnless(
              last == 0 || last == BLOCKS, "the file reads as " + last + ", which is another's");
        })
        .corrupts();
  }

  static Scenario i10() {
    return new CallScenario(
        "I10", "2.6 of the specification",
        "truncate, fallocate, page faults, direct I/O and drop_caches of one file together",
        Set.of(), Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          MappedRegion map = fixture.map(file, BLOCKS);
          List<Actor> all = new ArrayList<>();
          all.add(fixture.start("truncate", f -> rounds(i -> {
            file.truncate(Fixture.BLOCK * (long) (i % BLOCKS));
            file.truncate(BLOCKS * Fixture.BLOCK);
          })));
          all.add(fixture.start("fallocate", f -> rounds(i -> {
            Vfs.fallocate(f.fs(), file.inode(), 0, BLOCKS * Fixture.BLOCK);
            file.punchHole(Fixture.BLOCK, Fixture.BLOCK);
          })));
          all.add(fixture.start("store", f -> rounds(i -> map.put(i % BLOCKS * Fixture.BLOCK, (byte) i))));
          all.add(fixture.start("direct", f -> rounds(i -> {
            file.writeDirect(0, UserBuffer.mapped(map, 0, 2 * Fixture.BLOCK));
            file.readDirect(0, UserBuffer.heap(new byte[BLOCKS * Fixture.BLOCK]));
          })));
          all.add(fixture.start("drop", f -> rounds(i -> f.fs().dropCaches())));
          all.forEach(Actor::join);
          file.fsync();
          Fixture.require(file.dirtyWithoutRoom() == 0, "dirty folios without room");
          Fixture.require(file.inode().reserved() == 0, "written, and still reserved");
        })
        .only(Mode.FIXED);
  }

  private interface Round {
    void run(int i) throws IOException;
  }

  private static void rounds(Round round) throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      round.run(i);
    }
    Lockdep.assertNothingHeld("end of the program");
  }

  static Scenario i11() {
    return new CallScenario(
        "I11", "003.9, 003.20",
        "two invalidate locks in the order of the arguments, by two comparers of the same files",
        EnumSet.of(Fault.IO_UNSORTED_TWO_MAPPINGS),
        recursion("mapping.invalidate_lock", "Remap.lockTwo", "Remap.lockTwo"),
        "",
        fixture -> {
          File a = fixture.written("a", BLOCKS, 1);
          File b = fixture.written("b", BLOCKS, 1);
          fixture.crosswise(Gates.REMAP_ONE_LOCKED, f -> same(a, b), f -> same(b, a));
        })
        .correctByDeclaration(
            recursion("mapping.invalidate_lock", "Remap.lockTwo", "Remap.lockTwo"));
  }

  static Scenario i12() {
    return new CallScenario(
        "I12", "003.20, 004.17",
        "i_rwsem of two files in the order of the arguments, by two who clone each other's file",
        EnumSet.of(Fault.IO_UNSORTED_TWO_INODES),
        recursion("i_rwsem", "Remap.lockInodes", "Remap.lockInodes"),
        "",
        fixture -> {
          File a = fixture.written("a", BLOCKS, 1);
          File b = fixture.written("b", BLOCKS, 1);
          fixture.crosswise(
              Gates.REMAP_ONE_LOCKED, f -> a.cloneRange(0, b, 0, 0),
              f -> b.cloneRange(0, a, 0, 0));
          Fixture.check(a, Fixture.pattern(BLOCKS, 1));
          Fixture.check(b, Fixture.pattern(BLOCKS, 1));
        })
        .correctByDeclaration(recursion("i_rwsem", "Remap.lockInodes", "Remap.lockInodes"));
  }

  private static void same(File one, File other) throws IOException {
    Fixture.require(one.sameAs(other), "the files differ");
  }

  static Scenario i5() {
    return new CallScenario(
        "I5", "003.21",
        "punching a hole takes the invalidate lock, and again to drop what is cached",
        EnumSet.of(Fault.IO_ZERO_TAKES_INVALIDATE_LOCK_TWICE),
        recursion("mapping.invalidate_lock", "File.punchHole", "File.punch"),
        "mapping.invalidate_lock",
        fixture -> {
          File file = fixture.written("data", BLOCKS, 1);
          fixture.ready();
          file.punchHole(Fixture.BLOCK, Fixture.BLOCK);
          byte[] expected = Fixture.pattern(BLOCKS, 1);
          Arrays.fill(expected, Fixture.BLOCK, 2 * Fixture.BLOCK, (byte) 0);
          Fixture.check(file, expected);
        });
  }
}
