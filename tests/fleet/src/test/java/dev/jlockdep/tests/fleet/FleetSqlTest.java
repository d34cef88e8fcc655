package dev.jlockdep.tests.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The SQL in {@code agent/docs/fleet.md} gives, byte for byte, what {@code merge} gives. */
class FleetSqlTest {
  private static final int RUNS = 12;
  /** What Spark reaches into, by its own launcher's list. */
  private static final List<String> OPEN =
      List.of(
          "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
          "java.util", "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch",
          "sun.nio.cs", "sun.security.action", "sun.util.calendar");

  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("jdks")
  void duckDbGivesWhatMergeGives(Jdk jdk) throws IOException {
    String merged = merge(jdk);
    assertEquals(merged, union(ForkedJvm.on(jdk), DuckDbUnion.class));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void sparkGivesWhatMergeGives(Jdk jdk) throws IOException {
    String merged = merge(jdk);
    List<String> arguments = new ArrayList<>(List.of("-Xmx700m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    OPEN.forEach(name -> arguments.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    assertEquals(
        merged, union(ForkedJvm.on(jdk).jvm(arguments.toArray(new String[0])), SparkUnion.class));
  }

  /** The dependencies as {@code merge} gives them, of dumps that have both kinds of them. */
  private String merge(Jdk jdk) throws IOException {
    long seed = Long.getLong("fleet.seed", System.nanoTime());
    System.out.println("fleet.seed=" + seed);
    Path dumps = Files.createDirectories(folder.resolve("dumps"));
    new GeneratedDumps(seed).write(dumps, RUNS);
    Path file = folder.resolve("merged.jsonl");
    ForkedJvm.on(jdk)
        .jar(AgentJar.path(), "merge", "--dependencies-only", "-o", file.toString(), dumps.toString())
        .run()
        .expectExit(0);
    String merged = Files.readString(file);
    assertTrue(merged.contains("\"onCircle\":true"), merged);
    assertTrue(merged.contains("\"onCircle\":false"), merged);
    assertTrue(merged.lines().count() > 5L * RUNS, merged);
    return merged;
  }

  private String union(ForkedJvm jvm, Class<?> program) throws IOException {
    Path page = AgentJar.projectRoot().resolve("agent").resolve("docs").resolve("fleet.md");
    Path file = folder.resolve("union.jsonl");
    jvm.sameClassPath()
        .timeout(Duration.ofMinutes(5))
        .folder(folder)
        .main(
            program, page.toString(), folder.resolve("dumps").toString(), file.toString())
        .run()
        .expectExit(0);
    return Files.readString(file);
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
