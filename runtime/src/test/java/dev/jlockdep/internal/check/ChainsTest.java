package dev.jlockdep.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.internal.Together;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.held.ThreadState;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** The cache of proven chains, read by some threads while others write it and make it grow. */
final class ChainsTest {
  private static final int ROUNDS = 40;
  private static final int KEYS = 200;
  private static final int TABLES = 100;
  private static final int CHAINS = 5_000;
  private static final long HOT = 0x9E3779B97F4A7C15L * -1;
  private static final long PROVEN = 0x9E3779B97F4A7C15L * -2;

  /** Never the same twice; odd ones are sighted, even ones are not. */
  private static long key(int round, int k, int odd) {
    return ((long) round * KEYS + k << 1 | odd) * 0x9E3779B97F4A7C15L;
  }

  @Test
  void onlySightedChainsAreSettled() throws Exception {
    Chains chains = new Chains();
    SpinLock graph = new SpinLock();
    Together.run(ROUNDS, (thread, round) -> {
      for (int k = 0; k < KEYS; k++) {
        if (thread % 2 == 0) {
          ThreadState s = ThreadState.current();
          for (int n = 0; n < Limits.SIGHTINGS_VIRTUAL; n++) {
            graph.lock();
            chains.sighted(key(round, k, 1), s, false);
            graph.unlock();
          }
        } else {
          assertFalse(chains.settled(key(round, k, 0)), "never sighted");
          // lags behind or not, and ends either way
          chains.settled(key(round, k, 1));
        }
      }
    }, round -> {
      for (int k = 0; k < KEYS; k++) {
        // two threads have sighted it often enough each
        assertTrue(chains.settled(key(round, k, 1)), "round " + round + ", chain " + k);
        assertFalse(chains.settled(key(round, k, 0)));
      }
    });
  }

  /** Small tables, so that most of the time one of them is growing. */
  @Test
  void whatIsKnownStaysKnownWhileTheTableGrows() throws Exception {
    AtomicIntegerArray written = new AtomicIntegerArray(TABLES);
    Chains[] tables = new Chains[TABLES];
    for (int round = 0; round < TABLES; round++) {
      tables[round] = new Chains(2);
      tables[round].sighted(HOT, ThreadState.current(), true);
      for (int n = 0; n <= Limits.SIGHTINGS_VIRTUAL; n++) {
        tables[round].sighted(PROVEN, ThreadState.current(), false);
      }
    }
    Together.run(TABLES, (thread, round) -> {
      Chains chains = tables[round];
      if (thread == 0) {
        for (int k = 0; k < CHAINS; k++) {
          chains.sighted(key(round, k, 1), ThreadState.current(), false);
        }
        written.set(round, 1);
        return;
      }
      do {
        assertTrue(chains.hot(HOT), "round " + round);
        assertFalse(chains.settled(HOT), "round " + round);
        assertTrue(chains.settled(PROVEN), "round " + round);
      } while (written.get(round) == 0);
    }, round -> assertEquals(CHAINS + 2, tables[round].count()));
  }

  @Test
  void chainOnACycleStaysHotWhileTheTableGrows() throws Exception {
    Chains chains = new Chains();
    SpinLock graph = new SpinLock();
    long hot = key(ROUNDS, 0, 1);
    graph.lock();
    chains.sighted(hot, ThreadState.current(), true);
    graph.unlock();
    Together.run(ROUNDS, (thread, round) -> {
      for (int k = 0; k < KEYS; k++) {
        if (thread == 0) {
          graph.lock();
          chains.sighted(key(round, k, 1), ThreadState.current(), false);
          graph.unlock();
        } else {
          assertTrue(chains.hot(hot));
        }
      }
    }, round -> assertTrue(chains.hot(hot)));
  }
}
