package dev.jlockdep.tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ThreadScriptTest {
  @Test
  void shouldRunStepsInOrderEachOnItsThread() {
    List<String> steps = new ArrayList<>();
    try (ThreadScript script = new ThreadScript()) {
      for (String thread : List.of("T1", "T2", "T1", "T2")) {
        script.step(thread, () -> steps.add(Thread.currentThread().getName()));
      }
    }
    assertEquals(List.of("T1", "T2", "T1", "T2"), steps);
  }

  @Test
  void shouldPassOnWhatAStepThrows() {
    Exception thrown = new Exception("by the step");
    try (ThreadScript script = new ThreadScript()) {
      IllegalStateException seen = assertThrows(IllegalStateException.class, () ->
          script.step("T1", () -> {
            throw thrown;
          }));
      assertSame(thrown, seen.getCause());
    }
  }
}
