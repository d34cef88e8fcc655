package dev.jlockdep.tests.maven;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import dev.jlockdep.tests.support.MavenBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways in which the agent gets into the test JVMs of a build. What depends on the JVM runs on both
 * JDKs; what only Maven decides, on one.
 */
class PluginBuildTest {
  private static final String RED = "(1 failing)";
  private static final String GREEN = "(0 failing)";

  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("jdks")
  void testThatClosedTheCircleFails(Jdk jdk) {
    MavenBuild build = run(jdk.feature(), "jupiter", "verify").fails();
    build.says("ShopTest.takesBack").says("Tests run: 3, Failures: 1, Errors: 0");
    build.says("possible circular locking dependency detected");
    // the build ends before the check; the verdict and the report come all the same
    build.says(RED).says("jlockdep-report.html").hasNoNoise();
    assertTrue(Files.exists(build.folder().resolve("target/jlockdep-report.html")), build::log);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void agentIsThereBesideJacocoAndMockito(Jdk jdk) {
    MavenBuild build = run(jdk.feature(), "beside", "verify").fails();
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

  private MavenBuild run(int feature, String project, String... arguments) {
    return PluginBuild.of(project, folder, Jdks.find(feature)).with(arguments).run();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
