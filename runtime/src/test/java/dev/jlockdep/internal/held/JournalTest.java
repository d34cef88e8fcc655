package dev.jlockdep.internal.held;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.Sites;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests of a thread that goes through many contexts are noted. */
final class JournalTest {
  private static final int PER_SITE = 4;

  private final Journal journal = new Journal(false);
  private int alike;
  private int rare;

  @BeforeEach
  void newPlaces() {
    alike = Sites.position("T", "alike", "T.java", 1);
    rare = Sites.position("T", "rare", "T.java", 2);
  }

  private void next() {
    journal.runs(ThreadState.current(), this);
    journal.ran(this);
  }

  /** How often a place is noted in one context that asks there ten times. */
  private int noted(int site) {
    int n = 0;
    for (int i = 0; i < 10; i++) {
      n += journal.wants(site) ? 1 : 0;
    }
    return n;
  }

  @Test
  void contextsAreNotedWholeAtFirst() {
    for (int i = 0; i < Limits.CONTEXTS_WHOLE; i++) {
      next();
      assertTrue(journal.isWhole());
      assertEquals(PER_SITE, noted(alike), "context " + i);
    }
  }

  @Test
  void laterOneInMany() {
    for (int i = 0; i < Limits.CONTEXTS_WHOLE; i++) {
      next();
      noted(alike);
    }
    int whole = 0;
    for (int i = 0; i < 10 * (Limits.CONTEXTS_MASK + 1); i++) {
      next();
      assertEquals(journal.isWhole() ? PER_SITE : 0, noted(alike), "context " + i);
      whole += journal.isWhole() ? 1 : 0;
    }
    assertEquals(10, whole);
  }

  @Test
  void rareOnesAlways() {
    for (int i = 0; i < 2 * Limits.CONTEXTS_WHOLE; i++) {
      next();
      noted(alike);
    }
    for (int i = 0; i < Limits.NOTED_FIRST / PER_SITE; i++) {
      next();
      assertEquals(PER_SITE, noted(rare), "context " + i);
      // asked for in between, by tasks that are alike
      next();
      noted(alike);
    }
    next();
    while (journal.isWhole()) {
      next();
    }
    assertFalse(journal.wants(rare), "noted often enough");
  }
}
