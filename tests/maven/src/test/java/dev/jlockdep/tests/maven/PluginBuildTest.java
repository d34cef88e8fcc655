package dev.jlockdep.tests.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import dev.jlockdep.tests.support.MavenBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds whose whole set-up is the plugin's block in the pom. What depends on how the agent gets into
 * the test JVM runs on both JDKs; what only Maven decides, on one.
 */
class PluginBuildTest {
  private static final String CIRCLE = "shop.Shop.stock -> shop.Shop.till";
  private static final String RED = "(1 failing)";
  private static final String GREEN = "(0 failing)";

  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("jdks")
  void testThatClosedTheCircleFails(Jdk jdk) {
    MavenBuild build = run(jdk, "jupiter", "verify").fails();
    build.says("ShopTest.takesBack").says("Tests run: 3, Failures: 1, Errors: 0");
    build.says("possible circular locking dependency detected");
    // the build ends before the check; the verdict and the report come all the same
    build.says(RED).says("jlockdep-report.html").hasNoNoise();
    assertTrue(Files.exists(build.folder().resolve("target/jlockdep-report.html")), build::log);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void cleanBuildPasses(Jdk jdk) {
    MavenBuild build = run(jdk, "orderly", "verify").passes();
    build.says("jlockdep: clean").says(GREEN).says("| 1 run").hasNoNoise();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void agentIsThereBesideJacocoAndMockito(Jdk jdk) {
    MavenBuild build = run(jdk, "beside", "verify").fails();
    build.says("Tests run: 3, Failures: 1, Errors: 0").says("ShopTest.takesBack").says(RED);
    assertTrue(Files.exists(build.folder().resolve("target/jacoco.exec")), build::log);
    build.hasNoNoise();
  }

  @ParameterizedTest
  @CsvSource({".3.9, 25", ".4, 17"})
  void worksOnOtherMavens(String version, int feature) {
    MavenBuild build = PluginBuild.of(version, "jupiter", folder, Jdks.find(feature))
        .with("verify", "-Dmaven.test.failure.ignore=true").run();
    build.fails().says("ShopTest.takesBack").says(RED);
  }

  @Test
  void literalArgLineIsKept() {
    run(17, "literal", "verify").fails().says("Tests run: 2, Failures: 1, Errors: 0")
        .says("ShopTest.takesBack").says(RED);
  }

  @Test
  void propertyIsForBuildsWithoutExtensions() {
    MavenBuild build = run(25, "property", "verify", "-Dmaven.test.failure.ignore=true").fails();
    build.says("Tests run: 2, Failures: 1, Errors: 0").says("ShopTest.takesBack").says(RED);
    MavenBuild skipped = PluginBuild.again(build, Jdks.find(25))
        .with("verify", "-Djlockdep.skip=true").run();
    skipped.passes().says("Tests run: 2, Failures: 0, Errors: 0").says("jlockdep: skipped");
  }

  @Test
  void argLineOfTheCommandLineIsKept() {
    run(25, "orderly", "verify", "-DargLine=-XshowSettings:locale").passes()
        .says("jlockdep: clean").says(GREEN).says("Locale settings");
  }

  @Test
  void failsafeTestFails() {
    run(25, "failsafe", "verify").fails().says("ShopIT.takesBack").says(RED);
  }

  @ParameterizedTest
  @CsvSource({"junit4, 17, ShopTest#btakesBack", "testng, 25, ShopTest", "plain, 17, surefire fork"})
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
  void testThatHangsFails() {
    run(25, "ending", "verify", "-Dend=hang", "-Dsurefire.timeout=15").fails()
        .says("There was a timeout").says("FAIL ").says("EndingTest.SHUTTER").says("(ACTUAL, failing)");
  }

  @ParameterizedTest
  @CsvSource({"true, 17", "false, 25"})
  void eachForkHasItsDump(boolean reuse, int feature) {
    run(feature, "orderly", "verify", "-DforkCount=2", "-DreuseForks=" + reuse).passes()
        .says("jlockdep: clean").says(GREEN).says("| 2 runs");
  }

  @Test
  void rerunStaysFailed() {
    MavenBuild build = run(25, "jupiter", "verify", "-Dsurefire.rerunFailingTestsCount=2").fails();
    build.says("Flakes: 1").says("jlockdep-maven-plugin").says(RED);
  }

  @Test
  void testsThatWereNotWatchedFail() {
    run(17, "orderly", "verify", "-DforkCount=0").fails()
        .says("jlockdep: no dump found of the tests that surefire ran in orderly");
  }

  @Test
  void skipLeavesTheBuildAlone() {
    MavenBuild build = run(17, "jupiter", "verify", "-Djlockdep.skip=true").passes();
    build.says("Tests run: 3, Failures: 0, Errors: 0").says("jlockdep: skipped");
    assertFalse(Files.exists(build.folder().resolve("target/jlockdep")));
  }

  @Test
  void wrongOptionStopsTheBuild() {
    run(17, "jupiter", "verify", "-Djlockdep.failOn=likly").fails()
        .says("option failOn=likly: must be one of possible, likely, actual, none; nearest is likely")
        .saysNot("Tests run:");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void modulesGetOneVerdict(Jdk jdk) {
    MavenBuild build = run(jdk, "reactor", "verify").passes();
    build.says("| 2 runs").says("note ").says(CIRCLE);
    assertEquals(1, count(build.log(), "jlockdep: clean"), build::log);
    MavenBuild strict = PluginBuild.again(build, jdk)
        .with("jlockdep:check", "-Djlockdep.failOn=possible").run();
    strict.fails().says("FAIL ").says(CIRCLE).says(RED);
  }

  @Test
  void acceptedFindingPassesUntilANewOneComes() throws IOException {
    Jdk jdk = Jdks.find(17);
    MavenBuild first = run(jdk, "jupiter", "verify").fails();
    String accept = between(first.log(), "accept: mvn ", "=\"...\"");
    String[] words = (accept + "=the shop has one clerk").split(" (?=-D)");
    MavenBuild accepting = PluginBuild.again(first, jdk).with(words).run().passes();
    accepting.says("jlockdep: 1 accepted findings in");
    Path baseline = first.folder().resolve("jlockdep-baseline.txt");
    assertTrue(Files.readString(baseline).contains("the shop has one clerk"));
    MavenBuild accepted = PluginBuild.again(first, jdk).with("verify").run().passes();
    accepted.says("Tests run: 3, Failures: 0, Errors: 0").says("1 accepted, 0 stale");
    Files.writeString(
        baseline, Files.readString(baseline).replaceAll("LD-[0-9a-f]{8} ", "LD-00000000 "));
    MavenBuild other = PluginBuild.again(first, jdk).with("verify").run().fails();
    other.says("ShopTest.takesBack").says("0 accepted, 1 stale").says(RED);
  }

  private MavenBuild run(int feature, String project, String... arguments) {
    return run(Jdks.find(feature), project, arguments);
  }

  private MavenBuild run(Jdk jdk, String project, String... arguments) {
    return PluginBuild.of(project, folder, jdk).with(arguments).run();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    assertTrue(from >= 0, text);
    return text.substring(from + begin.length(), text.indexOf(end, from));
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
