package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The management bean and the events of Flight Recorder, each behind its option. */
class ManagementTest {
  private static final String FIRST = "programs.stats.AsksBean.FIRST";
  private static final String SECOND = "programs.stats.AsksBean.SECOND";

  @TempDir
  Path output;

  @ParameterizedTest
  @MethodSource("jdks")
  void beanTellsOfClassesChainsAndStatistics(Jdk jdk) {
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("jmx=true,lockStats=true,output=" + output)
        .classPath(Watched.testClasses())
        .main("programs.stats.AsksBean")
        .run()
        .expectExit(0);
    List<String> lines = result.stdout().lines().toList();
    assertFalse(lines.get(0).equals("dependencies 0"), result::toString);
    assertEquals(
        List.of(
            "Classes " + FIRST + " monitor 1 0",
            "Classes " + SECOND + " monitor 0 1",
            "chain " + FIRST + " -> " + SECOND,
            "LockStats " + FIRST + " 1 1",
            "LockStats " + SECOND + " 1 1",
            "reset",
            "LockStats " + FIRST + " 1 1",
            "LockStats " + SECOND + " 1 1",
            "dumped true",
            "findings []",
            "most is 0: ask for 1 chain or more",
            "nothing can be set"),
        lines.subList(1, lines.size()),
        result::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void findingsAndLongWaitsAreEvents(Jdk jdk) throws IOException {
    List<RecordedEvent> findings =
        events(jdk, "jfr=true,", "programs.matrix.AbbaMonitors", "Finding");
    assertEquals(1, findings.size(), findings::toString);
    RecordedEvent finding = findings.get(0);
    assertEquals("CYCLE", finding.getString("kind"));
    assertEquals("LIKELY", finding.getString("level"));
    assertTrue(finding.getBoolean("failing"));
    assertTrue(
        finding.getString("cycle").contains("AbbaMonitors.A")
            && finding.getString("cycle").contains("AbbaMonitors.B"),
        finding::toString);
    assertEquals(4, finding.getString("positions").split("AbbaMonitors.java:").length - 1);

    List<RecordedEvent> waits =
        events(jdk, "jfr=true,lockStats=true,", "programs.stats.Contention", "LongWait").stream()
            // a busy machine can make an acquire of a free lock long, too
            .filter(event -> event.getThread().getJavaName().equals("other"))
            .filter(event -> event.getString("lockClass").endsWith("Contention.CONTENDED"))
            .toList();
    assertEquals(1, waits.size(), waits::toString);
    assertTrue(waits.get(0).getDuration("waited").toMillis() >= 200, waits::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void fullTableIsAnEvent(Jdk jdk) throws IOException {
    List<RecordedEvent> incomplete =
        events(
            jdk, "jfr=true,", "programs.matrix.AbbaMonitors", "Incomplete",
            "-Ddev.jlockdep.max.classes=1");
    assertTrue(
        incomplete.stream().anyMatch(e -> e.getString("message").contains("dev.jlockdep.max.classes")),
        incomplete::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void thereAreNoEventsWithoutTheOption(Jdk jdk) throws IOException {
    assertEquals(List.of(), events(jdk, "", "programs.matrix.AbbaMonitors", ""));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void jvmWithoutFlightRecorderGoesOnWithoutEvents(Jdk jdk) {
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("jfr=true,onFinding=report,output=" + output)
        .jvm("--limit-modules", "java.base,java.instrument,java.management")
        .classPath(Watched.testClasses())
        .main("programs.matrix.AbbaMonitors")
        .run()
        .expectExit(0);
    assertTrue(result.stderr().contains("jfr=true has no effect"), result::toString);
    assertEquals(1, Watched.of("programs.matrix.AbbaMonitors", result, output).dump().findings()
        .size());
  }

  private List<RecordedEvent> events(
      Jdk jdk, String options, String program, String name, String... jvmArguments)
      throws IOException {
    Path recording = output.resolve(program + name + ".jfr");
    ForkedJvm.on(jdk)
        .agent(options + "onFinding=report,output=" + output)
        .jvm("-XX:StartFlightRecording=settings=none,filename=" + recording)
        .jvm(jvmArguments)
        .classPath(Watched.testClasses())
        .main(program)
        .run()
        .expectExit(0);
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().startsWith("dev.jlockdep." + name))
        .collect(Collectors.toList());
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
