package dev.jlockdep.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a JVM counts as one that hangs. */
class HangLimitTest {
  private static final long SECOND = 1_000_000_000L;
  /** nanoTime may be anything. */
  private static final long START = Long.MAX_VALUE - SECOND;

  private final Finding deadlock = deadlock("LD-1");
  private final Finding accepted = deadlock("LD-2");
  private final List<Finding> ended = new ArrayList<>();
  private final HangLimit limit = new HangLimit(5, f -> f != accepted, ended::add);

  @Test
  void deadlockThatLastsEndsTheJvmWhenItsTimeIsUp() {
    limit.look(List.of(deadlock), "a", START);
    limit.look(List.of(deadlock), "a", START + 5 * SECOND - 1);
    assertEquals(List.of(), ended);
    limit.look(List.of(deadlock), "a", START + 5 * SECOND);
    assertEquals(List.of(deadlock), ended);
  }

  @Test
  void testThatBeginsStartsTheTimeAnew() {
    limit.look(List.of(deadlock), "a", START);
    limit.look(List.of(deadlock), "b", START + 4 * SECOND);
    limit.look(List.of(deadlock), "b", START + 9 * SECOND - 1);
    assertEquals(List.of(), ended);
    limit.look(List.of(deadlock), "b", START + 9 * SECOND);
    assertEquals(List.of(deadlock), ended);
  }

  @Test
  void deadlockThatIsGoneIsForgotten() {
    limit.look(List.of(deadlock), "a", START);
    limit.look(List.of(), "a", START + SECOND);
    limit.look(List.of(deadlock), "a", START + 5 * SECOND);
    assertEquals(List.of(), ended);
  }

  @Test
  void acceptedDeadlockDoesNotCount() {
    limit.look(List.of(accepted), "", START);
    limit.look(List.of(accepted), "", START + 9 * SECOND);
    assertEquals(List.of(), ended);
    limit.look(List.of(accepted, deadlock), "", START + 9 * SECOND);
    limit.look(List.of(accepted, deadlock), "", START + 14 * SECOND);
    assertEquals(List.of(deadlock), ended);
  }

  @Test
  void withoutALimitNothingEnds() {
    HangLimit never = new HangLimit(0, f -> true, ended::add);
    never.look(List.of(deadlock), "", START);
    never.look(List.of(deadlock), "", START + 100 * SECOND);
    assertEquals(List.of(), ended);
  }

  private static Finding deadlock(String fingerprint) {
    return new Finding(
        FindingKind.DEADLOCK, Level.ACTUAL, fingerprint, "", List.of(), List.of(), List.of(),
        new StackTraceElement[0], "main", 1, "", List.of(), true, 0);
  }
}
