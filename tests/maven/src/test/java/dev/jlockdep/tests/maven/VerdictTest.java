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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build is told at its end. */
class VerdictTest {
  private static final String CIRCLE = "shop.Shop.stock -> shop.Shop.till";
  private static final String RED = "(1 failing)";
  private static final String GREEN = "(0 failing)";

  @TempDir
  Path folder;

  @Test
  void cleanBuildPasses() {
    MavenBuild build = run(25, "orderly", "verify").passes();
    build.says("jlockdep: clean").says(GREEN).says("| 1 run").hasNoNoise();
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
  @ValueSource(strings = {"1", "2"})
  void modulesGetOneVerdict(String atOnce) {
    Jdk jdk = Jdks.find(25);
    MavenBuild build = run(jdk.feature(), "reactor", "verify", "-T", atOnce).passes();
    build.says("| 2 runs").says("note ").says(CIRCLE);
    assertEquals(1, count(build.log(), "jlockdep: clean"), build::log);
    MavenBuild strict = PluginBuild.again(build, jdk)
        .with("jlockdep:doctor", "jlockdep:report", "jlockdep:merge", "jlockdep:check")
        .with("-Djlockdep.failOn=possible", "-Djlockdep.formats=sarif").run();
    strict.says("returns: argLine is set by the plugin").says("selfTest: ok")
        .says("jlockdep-report.sarif").says("jlockdep-merged.jsonl.gz");
    strict.fails().says("FAIL LD-5e742ebc").says(CIRCLE).says("jlockdep: FAILED");
  }

  @Test
  void acceptedFindingPassesUntilANewOneComes() throws IOException {
    Jdk jdk = Jdks.find(17);
    MavenBuild first = run(jdk.feature(), "jupiter", "verify").fails();
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
    return PluginBuild.of(project, folder, Jdks.find(feature)).with(arguments).run();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    assertTrue(from >= 0, text);
    return text.substring(from + begin.length(), text.indexOf(end, from));
  }
}
