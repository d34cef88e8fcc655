package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disk that is full after some kilobytes: the shell's limit on the size of files makes every write
 * beyond it fail. The program ends as ever, the finding is on stderr, what could not be written is
 * said, and {@code check} does not take what is there for a clean run.
 */
class DiskFullTest {
  private static final String PROGRAM = "programs.faults.FillsDump";
  private static final int KILOBYTES = 24;

  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("jdks")
  void programGoesOn(Jdk jdk) throws Exception {
    Path output = folder.resolve("out");
    List<String> command = new ArrayList<>(
        List.of("bash", "-c", "ulimit -f " + KILOBYTES + "; exec \"$@\"", "bash"));
    command.addAll(ForkedJvm.on(jdk)
        // a file of the JVM's own that would be larger
        .jvm("-XX:-UsePerfData")
        .property("java.io.tmpdir", Files.createDirectory(folder.resolve("tmp")))
        .agent("onFinding=report,output=" + output)
        .classPath(Watched.testClasses())
        .main(PROGRAM)
        .command());
    // pipes have no size
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), printed);
    assertEquals(0, process.exitValue(), printed);
    assertTrue(printed.contains("worked 300"), printed);
    assertTrue(printed.contains("WARNING: possible circular locking dependency"), printed);
    assertTrue(printed.contains("cannot write the dump in " + output), printed);
    assertNotEquals(0, check(jdk, output), printed);
  }

  private static int check(Jdk jdk, Path dumps) throws IOException {
    return ForkedJvm.on(jdk).jar(AgentJar.path(), "check", dumps.toString()).run().exitCode();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
