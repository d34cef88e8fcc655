package dev.jlockdep.tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class JdksTest {
  @Test
  void shouldFindBothJdks() {
    for (Jdk jdk : Jdks.all()) {
      assertTrue(Files.isExecutable(jdk.java()), jdk + ": " + jdk.java());
    }
    assertEquals(17, Jdks.all().get(0).feature());
    assertEquals(25, Jdks.all().get(1).feature());
  }

  @Test
  void shouldNameWhatWasLookedForWhenMissing() {
    String message =
        assertThrows(IllegalStateException.class, () -> Jdks.find(999)).getMessage();
    assertTrue(message.contains("JDK999_HOME"), message);
    assertTrue(message.contains(System.getProperty("java.home")), message);
  }
}
