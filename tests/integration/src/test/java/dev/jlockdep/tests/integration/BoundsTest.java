package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table that is full: the program runs as ever, what was found before is there, and the run is
 * INCOMPLETE by a finding that fails, names the bound and says how to raise it.
 */
class BoundsTest {
  private static final String PROGRAM = "programs.bounds.Fills";

  @TempDir
  Path output;

  /**
   * @param property which bound, and its value
   */
  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("bounds")
  void fullTableIsSaid(String property, Jdk jdk) {
    Watched watched = run(jdk, "-Ddev.jlockdep.max." + property);
    List<FindingRecord> incomplete = incomplete(watched);
    String name = property.substring(0, property.indexOf('='));
    assertTrue(
        watched.atLeast(Level.NOTE).stream()
            .noneMatch(finding -> finding.kind() == FindingKind.BAD_RELEASE));
    if (incomplete.size() != 1) {
      throw watched.failure("expected one INCOMPLETE");
    }
    String said = incomplete.get(0).raw().toString();
    assertTrue(said.contains("the bound of " + property.substring(name.length() + 1)), said);
    assertTrue(said.contains("-Ddev.jlockdep.max." + name + "=N"), said);
    assertTrue(incomplete.get(0).raw().get("failing").equals(true), said);
  }

  /** Bounds that are just large enough for the program. */
  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void roomEnoughIsSilent(Jdk jdk) {
    Watched watched = run(jdk, "-Ddev.jlockdep.max.depth=20", "-Ddev.jlockdep.max.sites=2000",
        "-Ddev.jlockdep.max.handed.over=20", "-Ddev.jlockdep.max.regions=22",
        "-Ddev.jlockdep.max.revocable=20", "-Ddev.jlockdep.max.open.waits=20",
        "-Ddev.jlockdep.max.bare.waits=2");
    if (!incomplete(watched).isEmpty()) {
      throw watched.failure("expected no INCOMPLETE");
    }
  }

  private Watched run(Jdk jdk, String... properties) {
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .jvm(properties)
        .agent("onFinding=report,output=" + output)
        .classPath(Watched.testClasses())
        .main(PROGRAM)
        .run()
        .expectExit(0);
    assertEquals("used 300", result.stdout().strip(), result::toString);
    Watched watched = Watched.of(PROGRAM, result, output);
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("A", "B"));
    assertFalse(result.stderr().contains("Exception"), result::toString);
    return watched;
  }

  private static List<FindingRecord> incomplete(Watched watched) {
    return watched.atLeast(Level.NOTE).stream()
        .filter(finding -> finding.kind() == FindingKind.INCOMPLETE)
        .collect(Collectors.toList());
  }

  static Stream<Arguments> bounds() {
    return Stream.of(
            "classes=60", "dependencies=40", "depth=10", "findings=3", "sites=50",
            "handed.over=19", "regions=19", "revocable=19", "open.waits=19", "bare.waits=1")
        .flatMap(property -> Jdks.all().stream().map(jdk -> Arguments.of(property, jdk)));
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
