package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
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
    MavenBuild build = MavenBuild.run("clean", jdk, folder);
    assertEquals(0, build.status(), build::log);
    assertTrue(build.log().contains("Tests run: 2, Failures: 0, Errors: 0"), build::log);
    build.hasNoNoise();
    assertEquals(0, check(jdk), build::log);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void testThatClosedTheCircleFails(Jdk jdk) {
    MavenBuild build = MavenBuild.run("junit5", jdk, folder);
    assertNotEquals(0, build.status(), build::log);
    assertTrue(build.log().contains("Tests run: 3, Failures: 1, Errors: 0"), build::log);
    assertTrue(build.log().contains("ShopTest.takesBack"), build::log);
    assertTrue(build.log().contains(FindingKind.CYCLE.headline()), build::log);
    assertTrue(build.log().contains("Shop.takeBack(Shop.java:"), build::log);
    assertTrue(build.log().contains("Shop.sell(Shop.java:"), "both stacks: " + build.log());
    build.hasNoNoise();
    assertEquals(1, check(jdk), build::log);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void rerunThatTurnsGreenDoesNotPassTheCheck(Jdk jdk) {
    MavenBuild.run("junit5", jdk, folder, "-Dsurefire.rerunFailingTestsCount=2");
    assertEquals(1, check(jdk));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void ignoredFailureDoesNotPassTheCheck(Jdk jdk) {
    MavenBuild build = MavenBuild.run("junit5", jdk, folder, "-Dmaven.test.failure.ignore=true");
    assertEquals(0, build.status(), build::log);
    assertEquals(1, check(jdk), build::log);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void projectWithJunit4Fails(Jdk jdk) {
    MavenBuild build = MavenBuild.run("junit4", jdk, folder);
    assertNotEquals(0, build.status(), build::log);
    assertTrue(build.log().contains(FindingKind.CYCLE.headline()), build::log);
    assertTrue(build.log().contains("ShopTest.btakesBack"), build::log);
    assertEquals(1, check(jdk), build::log);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void haltedTestJvmKeepsItsFindings(Jdk jdk) {
    MavenBuild build = MavenBuild.run("halting", jdk, folder);
    assertNotEquals(0, build.status(), build::log);
    assertEquals(1, check(jdk), build::log);
  }

  private int check(Jdk jdk) {
    Path dumps = folder.resolve("target").resolve("jlockdep");
    return ForkedJvm.on(jdk).jar(AgentJar.path(), "check", dumps.toString()).run().exitCode();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
