package dev.jlockdep.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which JVMs are left alone, by main module, command and the options of the environment. */
final class ToolsTest {
  private static final String LAUNCHER = "org.codehaus.plexus.classworlds.launcher.Launcher";

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
      "true, jdk.compiler, jdk.compiler/com.sun.tools.javac.Main -d out Shop.java",
      "false, jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.Main Shop.java",
      "false, jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher Shop.java",
      "true, java.base, sun.security.tools.keytool.Main -help",
      "true, '', jdk.jshell.execution.RemoteExecutionControl 41317",
      "false, '', shop.Main jdk.jshell.execution.RemoteExecutionControl",
      "false, shop, shop/shop.Main"
  })
  void toolsOfTheJdk(boolean leftAlone, String module, String command) {
    assertEquals(leftAlone, Tools.leftAlone(module, command, ""));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
      "true, " + LAUNCHER + " -B verify",
      "true, org.apache.maven.wrapper.MavenWrapperMain verify",
      "true, org.gradle.launcher.GradleMain test",
      "true, org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.14",
      "true, org.gradle.wrapper.GradleWrapperMain test",
      "true, /home/a b/gradle/wrapper/gradle-wrapper.jar test",
      "true, C:\\shop\\gradle\\wrapper\\gradle-wrapper.jar test",
      "false, worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test Executor 1'",
      "false, /shop/target/surefire/surefirebooter-1.jar /shop/target/surefire 1",
      "false, shop.Main gradle-wrapper.jar",
      "false, shop.jar gradle-wrapper.jar"
  })
  void buildsThatGetItFromTheEnvironment(boolean leftAlone, String command) {
    assertEquals(leftAlone, Tools.leftAlone("", command, "-Xmx1g -javaagent:jlockdep.jar null"));
    assertEquals(false, Tools.leftAlone("", command, "null -Xmx1g"), "on its own command line");
  }
}
