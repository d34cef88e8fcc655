package dev.jlockdep.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that only look stuck are never reported. */
class LiveProgramsTest {
  /** So many JVMs at once. */
  private static final int ABREAST = 4;

  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {17, 25})
  void together_areNotReported(int jdk) throws InterruptedException {
    List<String> lines = Probe.start(jdk, "live", LivePrograms.all().keySet()).lines();
    assertEquals(List.of("end"), lines);
  }

  /** Alone: nothing else is awake that could be taken for the one that goes on. */
  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {17, 25})
  void eventWaitsAlone_areNotReported(int jdk) throws InterruptedException {
    List<String> programs =
        LivePrograms.all().keySet().stream()
            .filter(p -> p.matches("(latch|notify|condition|completed|interrupted|unparked)-.*"))
            .toList();
    Map<String, List<String>> reported = new LinkedHashMap<>();
    for (int i = 0; i < programs.size(); i += ABREAST) {
      Map<String, Probe> running = new LinkedHashMap<>();
      programs.stream()
          .skip(i)
          .limit(ABREAST)
          .forEach(p -> running.put(p, Probe.start(jdk, "live", List.of(p))));
      for (Map.Entry<String, Probe> probe : running.entrySet()) {
        List<String> lines = probe.getValue().lines();
        if (!lines.equals(List.of("end"))) {
          reported.put(probe.getKey(), lines);
        }
      }
    }
    assertEquals(Map.of(), reported);
  }
}
