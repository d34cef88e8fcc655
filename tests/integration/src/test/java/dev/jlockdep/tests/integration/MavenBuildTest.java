package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import dev.jlockdep.tests.support.MavenBuild;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole builds of little projects whose only set-up is the argLine of Surefire. */
class MavenBuildTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("jdks")
  void cleanProjectPasses(Jdk jdk) {
    MavenBuild build = build("clean", jdk, folder);
    build.passes();
    build.says("Tests run: 2, Failures: 0, Errors: 0");
    build.hasNoNoise();
    assertEquals(0, check(jdk), build::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void testThatClosedTheCircleFails(Jdk jdk) {
    MavenBuild build = build("junit5", jdk, folder);
    build.fails();
    build.says("Tests run: 3, Failures: 1, Errors: 0");
    build.says("ShopTest.takesBack");
    build.says(FindingKind.CYCLE.headline());
    build.says("Shop.takeBack(Shop.java:");
    build.says("Shop.sell(Shop.java:");
    build.hasNoNoise();
    assertEquals(1, check(jdk), build::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void rerunThatTurnsGreenDoesNotPassTheCheck(Jdk jdk) {
    build("junit5", jdk, folder, "-Dsurefire.rerunFailingTestsCount=2");
    assertEquals(1, check(jdk));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void ignoredFailureDoesNotPassTheCheck(Jdk jdk) {
    MavenBuild build = build("junit5", jdk, folder, "-Dmaven.test.failure.ignore=true");
    build.passes();
    assertEquals(1, check(jdk), build::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void projectWithJunit4Fails(Jdk jdk) {
    MavenBuild build = build("junit4", jdk, folder);
    build.fails();
    build.says(FindingKind.CYCLE.headline());
    build.says("ShopTest.btakesBack");
    assertEquals(1, check(jdk), build::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void haltedTestJvmKeepsItsFindings(Jdk jdk) {
    MavenBuild build = build("halting", jdk, folder);
    build.fails();
    assertEquals(1, check(jdk), build::toString);
  }

  private MavenBuild build(String project, Jdk jdk, Path copy, String... arguments) {
    MavenBuild.copy(Watched.module().resolve("src").resolve("it").resolve(project), copy);
    MavenBuild build =
        MavenBuild.of(Path.of(System.getProperty("integration.maven.home")), copy).on(jdk)
            .with("test", "-Dagent=" + AgentJar.path())
            .with("-Djunit5=" + System.getProperty("integration.junit"))
            .with(arguments);
    String repository = System.getProperty("maven.repo.local");
    return (repository == null ? build : build.repository(Path.of(repository))).run();
  }

  private int check(Jdk jdk) {
    Path dumps = folder.resolve("target").resolve("jlockdep");
    return ForkedJvm.on(jdk).jar(AgentJar.path(), "check", dumps.toString()).run().exitCode();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
