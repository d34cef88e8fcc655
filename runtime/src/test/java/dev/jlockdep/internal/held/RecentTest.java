package dev.jlockdep.internal.held;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.internal.graph.Limits;
import org.junit.jupiter.api.Test;

/** What a thread remembers of its chains, up to the bound and beyond it. */
class RecentTest {
  private final Recent recent = new Recent();

  @Test
  void countsSightings() {
    assertEquals(1, recent.seen(key(1), 0));
    assertEquals(2, recent.seen(key(1), 0));
    assertEquals(1, recent.seen(key(2), 0));
    assertEquals(3, recent.seen(key(1), 0));
  }

  @Test
  void anotherEpochStartsAnew() {
    recent.seen(key(1), 0);
    assertEquals(1, recent.seen(key(1), 1));
  }

  @Test
  void asManyAsTheBoundStay() {
    fill(Limits.RECENT_MAX);
    for (int i = 1; i <= Limits.RECENT_MAX; i++) {
      assertEquals(2, recent.seen(key(i), 0), "chain " + i);
    }
  }

  @Test
  void oneMoreStartsAnew() {
    fill(Limits.RECENT_MAX + 1);
    assertEquals(2, recent.seen(key(Limits.RECENT_MAX + 1), 0));
    assertEquals(1, recent.seen(key(1), 0));
  }

  private void fill(int chains) {
    for (int i = 1; i <= chains; i++) {
      assertEquals(1, recent.seen(key(i), 0), "chain " + i);
    }
  }

  /** Chain keys are hashes. */
  private static long key(int i) {
    return i * 0x9E3779B97F4A7C15L;
  }
}
