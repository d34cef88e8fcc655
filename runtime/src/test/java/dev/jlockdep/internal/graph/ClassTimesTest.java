package dev.jlockdep.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.LockStatView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What several threads count comes out as one, also of those that have ended. */
class ClassTimesTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 20_000;

  private final LockClass lockClass = ClassTable.of("times.A", "monitor", "T", false);
  private final LockClass other = ClassTable.of("times.B", "monitor", "T", false);

  @BeforeEach
  void begin() {
    ClassTimes.reset();
  }

  private void count(TimesTable table, int rounds) {
    for (int i = 1; i <= rounds; i++) {
      TimesRow row = table.row(lockClass.id(), false);
      row.acquired(i % 10 == 0 ? i : 0);
      row.held(i);
    }
  }

  private LockStatView only() {
    List<LockStatView> all = ClassTimes.all();
    assertEquals(1, all.size(), all::toString);
    return all.get(0);
  }

  private void hasAllOf(int threads) {
    LockStatView stat = only();
    long each = ROUNDS * (ROUNDS + 1L) / 2;
    assertEquals(threads * (long) ROUNDS, stat.acquisitions());
    assertEquals(threads * (long) ROUNDS, stat.holds().count());
    assertEquals(threads * each, stat.holds().total());
    assertEquals(1, stat.holds().min());
    assertEquals(ROUNDS, stat.holds().max());
    assertEquals(threads * (ROUNDS / 10L), stat.waits().count());
    assertEquals(10, stat.waits().min());
    assertEquals(ROUNDS, stat.waits().max());
  }

  /** They all begin at once. */
  private void together(boolean virtual) throws Exception {
    CyclicBarrier ready = new CyclicBarrier(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> {
        TimesTable table = ClassTimes.table(Thread.currentThread(), virtual);
        try {
          ready.await();
        } catch (Exception broken) {
          throw new IllegalStateException(broken);
        }
        count(table, ROUNDS);
      });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void countsOfThreadsAddUp() throws Exception {
    together(false);
    hasAllOf(THREADS);
  }

  @Test
  void countsInOneTableAddUp() throws Exception {
    together(true);
    hasAllOf(THREADS);
  }

  @Test
  void countsOfEndedThreadsStayWhenTheirTablesGo() throws Exception {
    together(false);
    List<Thread> ended = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Thread thread = new Thread(
          () -> ClassTimes.table(Thread.currentThread(), false)
              .row(other.id(), true).acquired(0));
      thread.start();
      thread.join();
      ended.add(thread);
    }
    List<LockStatView> all = ClassTimes.all();
    assertEquals(2, all.size(), all::toString);
    assertEquals(THREADS * (long) ROUNDS, all.get(0).acquisitions());
    assertEquals(ended.size(), all.get(1).acquisitions());
    assertTrue(all.get(1).shared());
    assertTrue(ClassTimes.tables() < 100, "tables of ended threads are kept");
  }

  @Test
  void rowsOfManyClassesAreKeptApart() {
    TimesTable table = ClassTimes.table(Thread.currentThread(), false);
    for (int i = 0; i < 1000; i++) {
      LockClass made = ClassTable.of("times.many" + i, "monitor", "T", false);
      for (int k = 0; k <= i; k++) {
        table.row(made.id(), false).acquired(0);
      }
    }
    List<LockStatView> all = ClassTimes.all();
    assertEquals(1000, all.size());
    for (int i = 0; i < 1000; i++) {
      assertEquals("times.many" + i, all.get(i).lockClass().name());
      assertEquals(i + 1, all.get(i).acquisitions());
    }
  }

  @Test
  void resetLetsCountsBeginAnew() {
    TimesTable table = ClassTimes.table(Thread.currentThread(), false);
    count(table, 5);
    ClassTimes.reset();
    assertTrue(table.dropped());
    assertEquals(List.of(), ClassTimes.all());
    count(ClassTimes.table(Thread.currentThread(), false), ROUNDS);
    hasAllOf(1);
  }
}
