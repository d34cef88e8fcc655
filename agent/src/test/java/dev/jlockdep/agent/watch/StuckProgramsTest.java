package dev.jlockdep.agent.watch;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that really deadlock are reported, each once and with its lock classes. */
class StuckProgramsTest {
  /**
   * Without an agent nothing tells which virtual thread owns a monitor; initialisers pin carriers.
   */
  private static final Set<String> NOT_VIRTUAL =
      Set.of(
          "join-under-monitor",
          "lock-monitor",
          "monitors",
          "future-under-monitor",
          "latch-under-monitor",
          "wait-under-monitor",
          "condition-under-monitor",
          "completable-under-monitor",
          "class-init",
          "mutual-join",
          "initialiser-joins");

  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {17, 25})
  void platformThreads_areReported(int jdk) throws InterruptedException {
    check(jdk, "platform", StuckPrograms.all());
  }

  @Test
  void virtualThreads_areReported() throws InterruptedException {
    Map<String, List<String>> programs = StuckPrograms.all();
    programs.keySet().removeAll(NOT_VIRTUAL);
    check(25, "virtual", programs);
  }

  private static void check(int jdk, String mode, Map<String, List<String>> programs)
      throws InterruptedException {
    List<String> lines = Probe.start(jdk, mode, programs.keySet()).lines();
    List<String> findings = lines.stream().filter(l -> l.startsWith("DEADLOCK ACTUAL ")).toList();
    assertAll(programs.keySet().stream().map(p -> () -> check(p, programs.get(p), findings)));
    assertEquals(programs.size(), findings.size(), () -> String.join("\n", lines));
  }

  /** A line reads {@code kind level class,class thread}. */
  private static void check(String program, List<String> classes, List<String> findings) {
    List<String> own =
        findings.stream().filter(l -> l.split(" ")[3].startsWith(program + "-")).toList();
    assertEquals(1, own.size(), () -> program + " in " + findings);
    String[] parts = own.get(0).split(" ");
    assertEquals(sorted(classes), sorted(Arrays.asList(parts[2].split(","))), program);
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().collect(Collectors.toList());
  }
}
