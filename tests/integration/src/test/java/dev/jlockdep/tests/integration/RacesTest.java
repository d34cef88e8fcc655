package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that meet inside jlockdep: nothing is missed, made twice, or lost. */
class RacesTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("jdks")
  void ordersSeenAtOnceAreOneFinding(Jdk jdk) {
    ForkedJvm.Result result = run(jdk, "FirstOrders");
    assertEquals("rounds 1000, circles 1000", result.stdout().strip(), result::toString);
  }

  /** What a thread knew to be found before the JVM was gone is in the dump. */
  @ParameterizedTest
  @MethodSource("jdks")
  void findingsMadeWhileTheJvmEndsAreKept(Jdk jdk) throws IOException {
    Path made = folder.resolve("made");
    ForkedJvm.Result result = run(jdk, "FoundAtTheEnd", made.toString());
    Set<String> written = Watched.of("FoundAtTheEnd", result, folder.resolve("out")).isWatched()
        .dump().findings().stream()
        .filter(finding -> finding.kind() == FindingKind.CYCLE)
        .flatMap(finding -> finding.classes().stream())
        .collect(Collectors.toSet());
    List<String> known = Files.readAllLines(made);
    assertTrue(known.size() >= 9, () -> "only " + known + "\n" + result);
    List<String> lost = known.stream()
        .filter(name -> name.endsWith("one") && !written.contains(name))
        .collect(Collectors.toList());
    assertEquals(List.of(), lost, () -> "lost of " + known.size());
  }

  private ForkedJvm.Result run(Jdk jdk, String program, String... arguments) {
    return ForkedJvm.on(jdk)
        .agent("onFinding=report,failOn=none,output=" + folder.resolve("out"))
        .classPath(Watched.testClasses())
        .main("programs.races." + program, arguments)
        .run()
        .expectExit(0);
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
