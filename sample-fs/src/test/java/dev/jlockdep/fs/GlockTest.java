package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Glock: which modes go together, who comes first, and what a demotable hold gives way to. */
@Timeout(60)
class GlockTest {
  private final EventCount directIo = new EventCount("test_dio", null, new Gates());
  private final Glock glock = new Glock("test_glock", null, directIo);

  @ParameterizedTest
  @CsvSource({"SHARED, SHARED", "DEFERRED, DEFERRED"})
  void sharedModesGoTogether(Glock.Mode held, Glock.Mode asked) throws Exception {
    Glock.Holder holder = glock.acquire(held);
    Threads.start("second", () -> glock.release(glock.acquire(asked))).ended();
    glock.release(holder);
  }

  @ParameterizedTest
  @CsvSource({
    "SHARED, DEFERRED", "SHARED, EXCLUSIVE", "DEFERRED, SHARED", "DEFERRED, EXCLUSIVE",
    "EXCLUSIVE, SHARED", "EXCLUSIVE, DEFERRED", "EXCLUSIVE, EXCLUSIVE"
  })
  void otherModesExcludeEachOther(Glock.Mode held, Glock.Mode asked) throws Exception {
    Glock.Holder holder = glock.acquire(held);
    Threads.Started second = Threads.start("second", () -> glock.release(glock.acquire(asked)));
    second.stuckIn(Glock.class);
    glock.release(holder);
    second.ended();
  }

  @Test
  void aReaderWaitsBehindAWriterThatWaits() throws Exception {
    Glock.Holder holder = glock.acquire(Glock.Mode.SHARED);
    Threads.Started writer =
        Threads.start("writer", () -> glock.release(glock.acquire(Glock.Mode.EXCLUSIVE)));
    writer.stuckIn(Glock.class);
    Threads.Started reader =
        Threads.start("reader", () -> glock.release(glock.acquire(Glock.Mode.SHARED)));
    reader.stuckIn(Glock.class);
    glock.release(holder);
    writer.ended();
    reader.ended();
  }

  @Test
  void aDemotableHoldGivesWayToWhatConflicts() throws Exception {
    Glock.Holder holder = glock.acquire(Glock.Mode.SHARED);
    try (Scope demotable = glock.allowDemote(holder)) {
      Threads.start("reader", () -> glock.release(glock.acquire(Glock.Mode.SHARED))).ended();
      assertTrue(holder.queued());
      Threads.start("writer", () -> glock.release(glock.acquire(Glock.Mode.EXCLUSIVE))).ended();
      assertFalse(holder.queued());
    }
  }

  @Test
  void aHoldIsNotDemotableAfterwards() throws Exception {
    Glock.Holder holder = glock.acquire(Glock.Mode.EXCLUSIVE);
    glock.allowDemote(holder).close();
    Threads.Started second =
        Threads.start("second", () -> glock.release(glock.acquire(Glock.Mode.SHARED)));
    second.stuckIn(Glock.class);
    assertTrue(holder.queued());
    glock.release(holder);
    second.ended();
  }

  @Test
  void theCacheWaitsForDirectIo() throws Exception {
    EventCount.Unit unit = directIo.begin();
    glock.release(glock.acquire(Glock.Mode.DEFERRED));
    Threads.Started reader =
        Threads.start("reader", () -> glock.release(glock.acquire(Glock.Mode.SHARED)));
    reader.stuckIn(EventCount.class);
    unit.end();
    reader.ended();
  }
}
