package dev.jlockdep.tests.filesystems;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Fsck;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A JVM that serves a filesystem is killed under load; what it had said was safe is there. */
class KilledJvmTest {
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int FOR_EVER = Integer.MAX_VALUE;
  /** Later kills find a journal that has been around. */
  private static final int[] KILLED_AFTER = {1, 20, 150};
  private static final int STEPS = 150;
  /** Fewer than it takes for size and bytes to come again. */
  private static final int LATER_MAX = 1000;

  @TempDir Path folder;

  static Stream<Arguments> mounts() {
    return Jdks.all().stream()
        .flatMap(
            jdk ->
                Stream.of("xfs", "extent", "gfs", "dax")
                    .map(personality -> Arguments.of(jdk, personality)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("mounts")
  void whatWasSafeIsThereAfterAKill(Jdk jdk, String personality) throws IOException {
    Path image = folder.resolve("image");
    for (int steps : KILLED_AFTER) {
      Files.deleteIfExists(image);
      String said;
      try (ForkedJvm.Running serving =
          program(jdk, image, personality, FOR_EVER).start()) {
        assertTrue(serving.awaitStdout("safe 1 " + steps + "\n", WAIT), "no step " + steps);
        serving.kill();
        said = serving.await().stdout();
      }
      try (BlockDevice device = BlockDevice.onFile(image, Files.size(image))) {
        assertEquals(List.of(), Fsck.check(device).problems());
      }
      try (FileSystem fs = ServingProgram.mount(image, personality)) {
        for (int id = 0; id < ServingProgram.THREADS; id++) {
          check(fs.getPath("/thread" + id), lastSafe(said, id));
        }
      }
    }
  }

  private static ForkedJvm program(Jdk jdk, Path image, String personality, int steps) {
    return ForkedJvm.on(jdk)
        .sameClassPath()
        .main(ServingProgram.class, image.toString(), personality, String.valueOf(steps));
  }

  private static int lastSafe(String said, int id) {
    int last = 0;
    // whole lines only: the last one may be cut off
    Matcher lines = Pattern.compile("safe " + id + " (\\d+)\n").matcher(said);
    while (lines.find()) {
      last = Integer.parseInt(lines.group(1));
    }
    return last;
  }

  /**
   * All of that step, or of a later one: what the JVM said last may not have come through. The last of
   * them may be renamed already and its data not yet safe, so it may read as zeros.
   */
  private static void check(Path dir, int safe) throws IOException {
    Path current = ServingProgram.current(dir);
    if (safe == 0 && !Files.exists(current)) {
      return;
    }
    byte[] found = Files.readAllBytes(current);
    for (int step = safe + 1; step < safe + LATER_MAX; step++) {
      if (isOf(step, found)) {
        return;
      }
    }
    assertArrayEquals(ServingProgram.contents(safe), found, dir + " after step " + safe);
  }

  private static boolean isOf(int step, byte[] found) {
    if (found.length != ServingProgram.contents(step).length) {
      return false;
    }
    for (byte each : found) {
      if (each != 0 && each != (byte) step) {
        return false;
      }
    }
    return true;
  }

  /** The same program under the agent, to its end: nothing to report. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("mounts")
  void theAgentIsSilent(Jdk jdk, String personality) {
    ForkedJvm.Result result =
        program(jdk, folder.resolve("watched"), personality, STEPS)
            .agent("onFinding=report,output=" + folder.resolve("findings"))
            .run();
    assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
    String steps = String.valueOf(STEPS);
    assertTrue(
        result.stdout().contains("done [" + String.join(", ", steps, steps, steps) + "]"),
        result.stdout());
  }
}
