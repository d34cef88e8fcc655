package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Agents that weave the same types, before ours and after it: each does its work, the program prints
 * what it prints without jlockdep, and the finding has its positions.
 */
class OtherAgentsTest {
  private static final String PROGRAM = "programs.transparent.Mocking";
  private static final String[] MOCKITO = {
    "mockito-core-5.18.0", "byte-buddy-1.17.5", "byte-buddy-agent-1.17.5", "objenesis-3.3"
  };

  @TempDir
  Path folder;

  @ParameterizedTest(name = "{1} first on {0}")
  @MethodSource("orders")
  void mockito(Jdk jdk, String first) {
    String mockito = "-javaagent:" + Watched.library(MOCKITO[0]);
    check(jdk, first, mockito);
  }

  /** As it is without a line for Mockito in the build: it attaches itself at the first mock. */
  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void mockitoThatAttachesItself(Jdk jdk) {
    check(jdk, "jlockdep", "-Djdk.attach.allowAttachSelf=true");
  }

  @ParameterizedTest(name = "{1} first on {0}")
  @MethodSource("orders")
  void jacoco(Jdk jdk, String first) throws IOException {
    Path coverage = folder.resolve("jacoco.exec");
    String jacoco = "-javaagent:" + Watched.library("org.jacoco.agent-0.8.13-runtime")
        + "=includes=programs.*,destfile=" + coverage;
    check(jdk, first, jacoco);
    String recorded = Files.readString(coverage, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(recorded.contains("programs/transparent/Mocking$Account"), "coverage is recorded");
  }

  private void check(Jdk jdk, String first, String other) {
    ForkedJvm.Result bare = program(jdk).jvm(other).main(PROGRAM).run().expectExit(0);
    Path output = folder.resolve("out");
    String ours = AgentJar.argument("onFinding=report,output=" + output);
    ForkedJvm jvm = program(jdk);
    if (first.equals("jlockdep")) {
      jvm.jvm(ours, other);
    } else {
      jvm.jvm(other, ours);
    }
    ForkedJvm.Result result = jvm.main(PROGRAM).run().expectExit(0);
    assertEquals(bare.stdout(), result.stdout(), result::toString);
    assertEquals(bare.stderr().strip(), withoutReports(result.stderr()).strip(), "stderr");
    Watched watched = Watched.of(PROGRAM, result, output);
    watched.hasMarkedPositions(watched.hasOnly(FindingKind.CYCLE, List.of("A", "B")));
  }

  /** What is on stderr beside splats, which stand between two lines of equals signs. */
  private static String withoutReports(String stderr) {
    StringBuilder rest = new StringBuilder();
    boolean inside = false;
    for (String line : stderr.lines().toList()) {
      if (line.startsWith("======")) {
        inside = !inside;
      } else if (!inside && !line.isBlank() && !line.startsWith("jlockdep:")) {
        rest.append(line).append('\n');
      }
    }
    return rest.toString();
  }

  private static ForkedJvm program(Jdk jdk) {
    return ForkedJvm.on(jdk).classPath(
        Stream.concat(Stream.of(Watched.testClasses()),
            Stream.of(MOCKITO).map(Watched::library)).toArray(Path[]::new));
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }

  static Stream<Arguments> orders() {
    return Jdks.all().stream().flatMap(jdk ->
        Stream.of("jlockdep", "the other").map(first -> Arguments.of(jdk, first)));
  }
}
