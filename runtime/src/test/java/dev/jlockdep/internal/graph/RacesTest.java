package dev.jlockdep.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jlockdep.internal.Together;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/** The tables that threads share, asked by several at once: one lock has one entry, whoever asks. */
final class RacesTest {
  private static final int ROUNDS = 300;
  private static final int KEYS = 64;

  private static final class Mark extends WeakTable.Entry {
    Mark(Object key, WeakTable table) {
      super(key, System.identityHashCode(key), table);
    }
  }

  /** What each thread got for each key of a round. */
  private final AtomicReferenceArray<Object> got =
      new AtomicReferenceArray<>(Together.THREADS * KEYS);

  private void allGotTheSame(int round) {
    for (int k = 0; k < KEYS; k++) {
      for (int t = 1; t < Together.THREADS; t++) {
        assertSame(got.get(k), got.get(t * KEYS + k), "round " + round + ", key " + k);
      }
    }
  }

  /** Threads come to the keys in different orders, so that each is first somewhere. */
  private static int key(int thread, int i) {
    return (i * 7 + thread * KEYS / Together.THREADS) % KEYS;
  }

  /** Keys for each round. */
  private static Object[][] keys() {
    Object[][] keys = new Object[ROUNDS][KEYS];
    for (Object[] ofRound : keys) {
      for (int k = 0; k < KEYS; k++) {
        ofRound[k] = new Object();
      }
    }
    return keys;
  }

  @Test
  void weakTableGivesAllThreadsOneEntry() throws Exception {
    WeakTable table = new WeakTable(4);
    Object[][] keys = keys();
    Together.run(ROUNDS, (thread, round) -> {
      for (int i = 0; i < KEYS; i++) {
        int k = key(thread, i);
        Object key = keys[round][k];
        got.set(thread * KEYS + k, table.add(key, new Mark(key, table)));
      }
    }, this::allGotTheSame);
    for (Object[] ofRound : keys) {
      for (Object key : ofRound) {
        assertNotNull(table.get(key));
      }
    }
  }

  /** Dead entries are taken out, and those behind them move, while others are asked for. */
  @Test
  void entriesOfTheLivingStayWhileOthersGo() throws Exception {
    WeakTable table = new WeakTable(64);
    Object[] living = new Object[KEYS];
    WeakTable.Entry[] first = new WeakTable.Entry[KEYS];
    for (int k = 0; k < KEYS; k++) {
      living[k] = new Object();
      first[k] = table.add(living[k], new Mark(living[k], table));
    }
    Together.run(40, (thread, round) -> {
      for (int i = 0; i < 500; i++) {
        Object passing = new Object();
        table.add(passing, new Mark(passing, table));
        int k = (i + thread) % KEYS;
        assertSame(first[k], table.add(living[k], new Mark(living[k], table)), "key " + k);
      }
    }, round -> {
      if (round % 8 == 0) {
        System.gc();
      }
    });
  }

  @Test
  void lockIsOneInstance() throws Exception {
    Object[][] locks = keys();
    Together.run(ROUNDS, (thread, round) -> {
      for (int i = 0; i < KEYS; i++) {
        int k = key(thread, i);
        got.set(thread * KEYS + k, Instances.of(locks[round][k], Kind.MONITOR));
      }
    }, this::allGotTheSame);
  }

  @Test
  void binIsOneLock() throws Exception {
    Object map = new Object();
    Instance ofMap = Instances.of(map, Kind.MONITOR);
    Together.run(ROUNDS, (thread, round) -> {
      for (int i = 0; i < KEYS; i++) {
        int k = key(thread, i);
        got.set(thread * KEYS + k, Bins.of(ofMap, round * KEYS + k));
      }
    }, this::allGotTheSame);
  }

  @Test
  void eventIsOne() throws Exception {
    Object[][] keys = keys();
    Together.run(ROUNDS, (thread, round) -> {
      for (int i = 0; i < KEYS; i++) {
        int k = key(thread, i);
        got.set(thread * KEYS + k, Events.of(keys[round][k]));
      }
    }, this::allGotTheSame);
  }

  @Test
  void classHasOneNumber() throws Exception {
    int before = ClassTable.count();
    Together.run(ROUNDS, (thread, round) -> {
      for (int i = 0; i < KEYS; i++) {
        int k = key(thread, i);
        LockClass c = ClassTable.of("races." + round + "." + k, "monitor", "X", false);
        assertSame(c, ClassTable.get(c.id()), "found by its number as soon as it has one");
        got.set(thread * KEYS + k, c);
      }
    }, this::allGotTheSame);
    assertEquals(ROUNDS * KEYS, ClassTable.count() - before);
  }

  @Test
  void spinLockLetsOneIn() throws Exception {
    SpinLock lock = new SpinLock();
    int[] count = new int[1];
    Together.run(50, (thread, round) -> {
      for (int i = 0; i < 2_000; i++) {
        lock.lock();
        count[0]++;
        lock.unlock();
      }
    }, round -> assertEquals((round + 1) * 2_000 * Together.THREADS, count[0]));
  }

  @Test
  void entryThatWasRemovedIsGoneForAll() throws Exception {
    WeakTable table = new WeakTable(4);
    Object[] keys = new Object[KEYS];
    for (int k = 0; k < KEYS; k++) {
      keys[k] = new Object();
    }
    Together.run(ROUNDS, (thread, round) -> {
      for (int i = 0; i < KEYS; i++) {
        Object key = keys[key(thread, i)];
        table.add(key, new Mark(key, table));
      }
      for (int k = thread; k < KEYS; k += Together.THREADS) {
        // another thread may add it again after this
        table.remove(keys[k]);
      }
    }, round -> {
      for (Object key : keys) {
        table.remove(key);
        assertNull(table.get(key), "round " + round);
      }
    });
    assertEquals(0, table.used());
  }
}
