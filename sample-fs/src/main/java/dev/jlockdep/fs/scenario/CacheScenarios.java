package dev.jlockdep.fs.scenario;

import static dev.jlockdep.fs.scenario.Expected.cycle;
import static dev.jlockdep.fs.scenario.Expected.recursion;

import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * What guards the cache against changes of the mapping, after the iomap thread on delayed allocation
 * against drop_caches: two repairs that were proposed there or look right, and deadlock.
 */
final class CacheScenarios {
  private static final int BLOCKS = 4;

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
            recursion("mapping.invalidate_lock", "File.readFolio", "Reclaim.evict"));
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
