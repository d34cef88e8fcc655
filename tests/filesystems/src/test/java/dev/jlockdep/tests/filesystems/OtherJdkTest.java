package dev.jlockdep.tests.filesystems;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suites of this module on the JDK that does not run the build, side by side. */
class OtherJdkTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  /** Each with the number of tests that pass at least. */
  private static final Map<Class<?>, Integer> SUITES =
      Map.of(NiotestTest.class, 1, LuceneDirectoryTest.class, 50, H2Test.class, 1);

  @Test
  void theSuitesPassThereAsWell() {
    Map<Class<?>, ForkedJvm.Running> running = new LinkedHashMap<>();
    try {
      SUITES.keySet().forEach(suite -> running.put(suite, start(suite)));
      running.forEach((suite, jvm) -> check(suite, jvm.await()));
    } finally {
      running.values().forEach(ForkedJvm.Running::close);
    }
  }

  private static ForkedJvm.Running start(Class<?> suite) {
    return ForkedJvm.on(other())
        .jvm("-ea") // Lucene's tests ask for it
        .sameClassPath()
        .main(OneClass.class, suite.getName())
        .timeout(LIMIT)
        .start();
  }

  private static Jdk other() {
    return Jdks.all().stream()
        .filter(jdk -> jdk.feature() != Runtime.version().feature())
        .findFirst()
        .orElseThrow();
  }

  private static void check(Class<?> suite, ForkedJvm.Result result) {
    result.expectExit(0);
    long passed =
        result.stdout().lines()
            .filter(line -> line.endsWith(" passed"))
            .mapToLong(line -> Long.parseLong(line.split(" ")[0]))
            .sum();
    assertTrue(passed >= SUITES.get(suite), result::toString);
  }
}
