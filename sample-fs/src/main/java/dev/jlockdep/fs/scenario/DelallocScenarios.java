package dev.jlockdep.fs.scenario;

import dev.jlockdep.fs.Cqe;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.Personality;
import dev.jlockdep.fs.Ring;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A buffered write that comes out short gives back the room it reserved, while others take clean
 * folios out of the cache or bring dirty ones in. After the iomap thread on delayed allocation against
 * drop_caches, 2022.
 */
final class DelallocScenarios {
  private static final int BLOCKS = 4;
  private static final int BYTES = BLOCKS * Fixture.BLOCK;
  private static final int ROUNDS = 150;

  private DelallocScenarios() {}

  static Scenario i1() {
    return new CallScenario(
        "I1", "003.1, 003.2, 003.3, 003.4, 003.18",
        "clean-up after a short write relies on folios to stay in the cache; drop_caches comes",
        EnumSet.of(Fault.IO_STRICT_SEEK_PAIR),
        Expected.unguarded("mapping.invalidate_lock", "PageCache.removeClean"),
        "",
        fixture -> {
          File file = holeInCache(fixture);
          if (!fixture.benign()) {
            fixture.gates().at(
                Gates.DELALLOC_BETWEEN_SEEKS,
                Fixture.once(() -> fixture.run("dropper", f -> f.fs().dropCaches())));
          }
          shortWrite(file);
          fixture.fs().dropCaches();
          checkRoom(file, 1);
        })
        .corrupts();
  }

  /** A file that is a hole, which reading has brought into the cache as clean folios. */
  private static File holeInCache(Fixture fixture) throws IOException {
    File file = fixture.fs().file("data");
    file.truncate(BYTES);
    Fixture.check(file, new byte[BYTES]);
    return file;
  }

  /** The first block can be copied, the others are not the program's. */
  private static void shortWrite(File file) throws IOException {
    int n = file.write(0, UserBuffer.cutOff(Fixture.pattern(BLOCKS, 7), Fixture.BLOCK));
    Fixture.require(n == Fixture.BLOCK, "wrote " + n);
  }

  private static void checkRoom(File file, int blocks) throws IOException {
    int reserved = file.inode().reserved();
    Fixture.damagedUnless(
        reserved == blocks, reserved + " blocks are reserved, " + blocks + " are dirty");
    file.fsync();
    Fixture.require(file.inode().reserved() == 0, "written, and still reserved");
  }

  static Scenario i2() {
    return new CallScenario(
        "I2", "003.5, 003.17",
        "short writes, readers of the hole and drop_caches together, the clean-up tolerant",
        Set.of(), Expected.SILENCE, "",
        fixture -> {
          File file = holeInCache(fixture);
          Actor dropper =
              fixture.start("dropper", f -> {
                for (int i = 0; i < ROUNDS; i++) {
                  f.fs().dropCaches();
                }
              });
          Actor reader =
              fixture.start("reader", f -> {
                for (int i = 0; i < ROUNDS; i++) {
                  file.read(Fixture.BLOCK, UserBuffer.heap(new byte[BYTES - Fixture.BLOCK]));
                }
              });
          for (int i = 0; i < ROUNDS; i++) {
            shortWrite(file);
          }
          dropper.join();
          reader.join();
          checkRoom(file, 1);
        })
        .only(Mode.FIXED);
  }

  static Scenario i4() {
    return new CallScenario(
        "I4", "003.6, 003.11, 003.19",
        "clean-up after a short write without the invalidate lock; a page fault dirties a folio",
        EnumSet.of(Fault.IO_RELEASE_WITHOUT_INVALIDATE_LOCK),
        Expected.unguarded("mapping.invalidate_lock", "Delalloc.punch"),
        "",
        fixture -> {
          File file = fixture.fs().file("data");
          file.truncate(BYTES);
          MappedRegion map = fixture.map(file, BLOCKS);
          Actor[] faulter = new Actor[1];
          if (!fixture.benign()) {
            fixture.gates().at(
                Gates.DELALLOC_BEFORE_PUNCH,
                Fixture.once(
                    () -> {
                      faulter[0] =
                          fixture.start("faulter", f -> map.put(2 * Fixture.BLOCK, (byte) 9));
                      faulter[0].endsOrWaitsIn("RwSem");
                    }));
          }
          shortWrite(file);
          if (faulter[0] != null) {
            faulter[0].join();
          }
          int homeless = file.dirtyWithoutRoom();
          Fixture.damagedUnless(
              homeless == 0, homeless + " dirty folio has no room on the device");
          checkRoom(file, fixture.benign() ? 1 : 2);
        })
        .corrupts();
  }

  static Scenario i6() {
    return new CallScenario(
        "I6", "003.8, 003.10",
        "drop_caches takes folios out without the invalidate lock: legal, and told with the lint on",
        EnumSet.of(Fault.LINT_REMOVAL),
        Expected.unguarded("mapping.invalidate_lock", "PageCache.removeClean"),
        "",
        fixture -> {
          holeInCache(fixture);
          fixture.fs().dropCaches();
        })
        .only(Mode.BENIGN, Mode.FIXED);
  }

  static Scenario i9() {
    return new CallScenario(
        "I9", "comment in iomap of 6.12",
        "the same clean-up; the end of a direct write takes the folio out",
        EnumSet.of(Fault.IO_STRICT_SEEK_PAIR),
        Expected.unguarded("mapping.invalidate_lock", "PageCache.removeClean"),
        "",
        DelallocScenarios::ringWriteEnds)
        .on(Personality.XFS)
        .corrupts();
  }

  private static void ringWriteEnds(Fixture fixture) throws IOException {
    File file = fixture.fs().file("data");
    file.write(Fixture.BLOCK, UserBuffer.heap(Fixture.pattern(1, 3)));
    file.truncate(BYTES);
    file.fsync();
    fixture.fs().dropCaches();
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch settled = new CountDownLatch(1);
    fixture.gates().at(Gates.DIO_BEFORE_SETTLE, () -> Fixture.step(go));
    fixture.gates().at(Gates.DIO_BEFORE_END, settled::countDown);
    Ring ring = Ring.create(fixture.fs());
    ring.submitWrite(file.inode(), Fixture.BLOCK, ByteBuffer.wrap(Fixture.pattern(1, 8)), 1);
    // the hole around block 1, and block 1 itself, come into the cache
    Fixture.require(file.read(0, UserBuffer.heap(new byte[BYTES])) == BYTES, "short read");
    Runnable directWriteEnds =
        () -> {
          go.countDown();
          Fixture.step(settled);
        };
    if (fixture.benign()) {
      directWriteEnds.run();
    } else {
      fixture.gates().at(Gates.DELALLOC_BETWEEN_SEEKS, Fixture.once(directWriteEnds));
    }
    shortWrite(file);
    try {
      Cqe cqe = ring.waitCqe();
      Fixture.require(cqe.result() == Fixture.BLOCK, "the ring says " + cqe);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    checkRoom(file, 1);
  }
}
