package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.DumpReader;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code lockStats=true} counts, and that nothing is counted without it. */
class LockStatsTest {
  private static final String PROGRAM = "programs.stats.Contention";
  private static final long LONG_NANOS = 200_000_000;

  @TempDir
  Path output;

  @ParameterizedTest
  @MethodSource("jdks")
  void everyWayToTakeALockIsCounted(Jdk jdk) {
    Map<String, Map<String, Object>> stats = stats(jdk, "lockStats=true,");
    counts(stats, "OFTEN", 100);
    counts(stats, "TAKEN_AGAIN", 1);
    counts(stats, "REFUSED", 1);
    counts(stats, "OUTER", 1);
    counts(stats, "INNER", 1);
    counts(stats, "READ_AND_WRITTEN shared", 2);
    counts(stats, "READ_AND_WRITTEN", 1);
    counts(stats, "CONVERTED", 1);
    counts(stats, "CONVERTED shared", 1);
    counts(stats, "PERMIT", 1);
    counts(stats, "Contention$Thrower", 3);
    counts(stats, "CONTENDED", 2);
    counts(stats, "WAITED_ON", 2);
    counts(stats, "WITH_CONDITION", 2);

    Map<String, Object> contended = stats.get("CONTENDED");
    // one waited for sure; a busy machine can make an acquire of a free lock long
    assertTrue(number(contended, "contentions") >= 1, contended::toString);
    assertTrue(number(contended, "waitNanosMax") >= LONG_NANOS, contended::toString);
    assertTrue(
        number(contended, "waitNanosMin") <= number(contended, "waitNanosMax")
            && number(contended, "waitNanosMax") <= number(contended, "waitNanosTotal"),
        contended::toString);
    assertTrue(number(contended, "holdNanosMax") >= LONG_NANOS, contended::toString);
    assertTrue(number(contended, "holdNanosMin") < LONG_NANOS, contended::toString);
    assertEquals(
        number(contended, "holdNanosTotal"),
        number(contended, "holdNanosMin") + number(contended, "holdNanosMax"));
    // a monitor or lock that is waited on is not held meanwhile
    assertTrue(number(stats.get("WAITED_ON"), "holdNanosMax") < LONG_NANOS, stats::toString);
    assertTrue(number(stats.get("WITH_CONDITION"), "holdNanosMax") < LONG_NANOS, stats::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void nothingIsCountedWithoutTheOption(Jdk jdk) {
    assertEquals(Map.of(), stats(jdk, ""));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void reportPutsTheMostContendedFirst(Jdk jdk) {
    stats(jdk, "lockStats=true,");
    ForkedJvm.Result report = ForkedJvm.on(jdk)
        .jar(AgentJar.path(), "report", "--format", "lockstat", output.toString())
        .run()
        .expectExit(0);
    List<String> lines = report.stdout().lines().toList();
    assertTrue(lines.get(0).startsWith("lock class"), report::toString);
    assertTrue(lines.get(1).contains("Contention.CONTENDED"), report::toString);
  }

  private static void counts(
      Map<String, Map<String, Object>> stats, String lockClass, long acquisitions) {
    Map<String, Object> stat = stats.get(lockClass);
    assertTrue(stat != null, () -> lockClass + " is missing in " + stats.keySet());
    assertEquals(acquisitions, number(stat, "acquisitions"), stat::toString);
    assertEquals(acquisitions, number(stat, "holds"), stat::toString);
  }

  private static long number(Map<String, Object> stat, String key) {
    return ((Number) stat.get(key)).longValue();
  }

  /** By the last part of the lock class name, with " shared" behind it for readers. */
  private Map<String, Map<String, Object>> stats(Jdk jdk, String options) {
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent(options + "output=" + output)
        .classPath(Watched.testClasses())
        .main(PROGRAM)
        .run()
        .expectExit(0);
    DumpReader dump = Watched.of(PROGRAM, result, output).isQuiet().dump();
    Map<Object, String> names = new HashMap<>();
    dump.records("class").forEach(c -> names.put(c.get("id"), c.get("name").toString()));
    Map<String, Map<String, Object>> stats = new HashMap<>();
    for (Map<String, Object> stat : dump.records("lockstat")) {
      String name = names.get(stat.get("class"));
      String brief = name.substring(name.lastIndexOf('.') + 1);
      stats.put(stat.get("shared").equals(true) ? brief + " shared" : brief, stat);
    }
    return stats;
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
