package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** EventCount: a wait ends with the last unit, whoever ends it. */
@Timeout(60)
class EventCountTest {
  private final EventCount count = new EventCount("test_count", null, new Gates());

  @Test
  void zeroIsNotWaitedFor() {
    count.await();
    count.begin().end();
    count.await();
    assertEquals(0, count.inFlight());
  }

  @Test
  void waitEndsWithTheLastUnit() throws Exception {
    EventCount.Unit first = count.begin();
    EventCount.Unit second = count.begin();
    Threads.Started waiter = Threads.start("waiter", count::await);
    waiter.stuckIn(EventCount.class);
    first.end();
    assertEquals(1, count.inFlight());
    assertFalse(waiter.isDone());
    Threads.start("completer", second::end).ended();
    waiter.ended();
  }

  @Test
  void oneEndTooManyIsRefused() {
    EventCount.Unit unit = count.begin();
    unit.end();
    assertThrows(IllegalStateException.class, unit::end);
  }
}
