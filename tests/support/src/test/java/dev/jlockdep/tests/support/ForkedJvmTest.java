package dev.jlockdep.tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class ForkedJvmTest {
  /** Prints what it was given and ends with status 3, or hangs. */
  static final class Child {
    public static void main(String[] arguments) {
      System.out.println("feature " + Runtime.version().feature() + " " + arguments[0]);
      System.err.println("property " + System.getProperty("child"));
      while (arguments[0].equals("hang")) {
        LockSupport.park();
      }
      System.exit(3);
    }
  }

  private static ForkedJvm child(int feature, String argument) {
    return ForkedJvm.on(feature).property("child", "x y").sameClassPath()
        .main(Child.class, argument);
  }

  @Test
  void shouldCaptureOutputAndExitStatusOnEachJdk() {
    for (int feature : new int[] {17, 25}) {
      ForkedJvm.Result result = child(feature, "end").run();
      assertEquals(3, result.exitCode(), result.toString());
      assertEquals("feature " + feature + " end", result.stdout().trim());
      assertEquals("property x y", result.stderr().trim());
      assertFalse(result.timedOut());
    }
  }

  @Test
  void shouldKillWhenTimeIsUp() {
    ForkedJvm.Result result = child(17, "hang").timeout(Duration.ofSeconds(3)).run();
    assertTrue(result.timedOut());
    assertThrows(AssertionError.class, () -> result.expectExit(3));
  }

  @Test
  void shouldKillOnClose() {
    ForkedJvm.Running running = child(17, "hang").start();
    try (running) {
      assertTrue(running.awaitStdout("hang", Duration.ofSeconds(30)));
      assertTrue(running.alive());
    }
    assertFalse(running.alive());
  }

  @Test
  void shouldNotWaitForTextThatCannotComeAnyMore() {
    try (ForkedJvm.Running running = child(17, "end").start()) {
      assertFalse(running.awaitStdout("never", Duration.ofSeconds(30)));
    }
  }
}
