package dev.jlockdep.tests.maven;

import dev.jlockdep.tests.support.Jdks;
import dev.jlockdep.tests.support.MavenBuild;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Test libraries, forks, and tests that do not end as tests should. */
class TestKindsTest {
  private static final String CIRCLE = "shop.Shop.stock -> shop.Shop.till";
  private static final String RED = "(1 failing)";
  private static final String GREEN = "(0 failing)";

  @TempDir
  Path folder;

  @Test
  void failsafeTestFails() {
    run(25, "failsafe", "verify").fails().says("ShopIT.takesBack").says(RED);
  }

  @ParameterizedTest
  @CsvSource({"junit4, 17, btakesBack(shop.ShopTest)", "testng, 25, shop.ShopTest#takesBack",
      "plain, 17, surefire fork in plain"})
  void testsOfOtherKindsFail(String project, int feature, String where) {
    run(feature, project, "verify").fails().says(CIRCLE).says(where).says(RED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "halt"})
  void testThatEndsItsJvmFails(String end) {
    run(17, "ending", "verify", "-Dend=" + end, "-Dmaven.test.failure.ignore=true").fails()
        .says(RED);
  }

  @Test
  void testThatHangsIsEnded() {
    run(17, "ending", "verify", "-Dend=hang", "-Djlockdep.hangTimeout=5").fails()
        .says("this JVM hangs in ").says("ended with exit code 77 after 5 seconds")
        .says("FAIL ").says("EndingTest.SHUTTER").says("(ACTUAL, failing)")
        .says("test shop.EndingTest#takesBackAndEnds");
  }

  /** The stuck threads stay, and the JVM goes on. */
  @Test
  void testThatComesToItsTimeLimitFails() {
    run(25, "ending", "verify", "-Dend=late").fails()
        .says("timed out after 10 seconds").says("Tests run: 4, ")
        .says("FAIL ").says("EndingTest.SHUTTER").says("(ACTUAL, failing)");
  }

  @ParameterizedTest
  @CsvSource({"true, 17", "false, 25"})
  void eachForkHasItsDump(boolean reuse, int feature) {
    run(feature, "orderly", "verify", "-DforkCount=2", "-DreuseForks=" + reuse).passes()
        .says("jlockdep: clean").says(GREEN).says("| 2 runs");
  }

  private MavenBuild run(int feature, String project, String... arguments) {
    return PluginBuild.of(project, folder, Jdks.find(feature)).with(arguments).run();
  }
}
