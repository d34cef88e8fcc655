package dev.jlockdep.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Path FILE = Path.of("a.jsonl");

  private final List<String> said = new ArrayList<>();
  private long now;
  private final Progress progress = new Progress(said::add, () -> now);

  @Test
  void whatIsQuickSaysNothing() {
    progress.begin(2);
    now = 2 * SECOND - 1;
    progress.file(FILE);
    progress.file(FILE);
    assertEquals(List.of(), said);
  }

  @Test
  void whatTakesLongIsSaidNowAndThen() {
    progress.begin(3);
    now = 2 * SECOND;
    progress.file(FILE);
    progress.file(FILE);
    assertEquals(List.of("jlockdep: reading dump 1 of 3: a.jsonl"), said);
    now = 4 * SECOND;
    progress.file(FILE);
    assertEquals("jlockdep: reading dump 3 of 3: a.jsonl", said.get(1));
  }

  @Test
  void oneLargeDumpSaysItsLine() {
    progress.begin(1);
    progress.file(FILE);
    now = 3 * SECOND;
    for (int i = 0; i < 20_000; i++) {
      progress.line();
    }
    assertEquals(List.of("jlockdep: reading dump 1 of 1: a.jsonl, line 8192"), said);
  }
}
