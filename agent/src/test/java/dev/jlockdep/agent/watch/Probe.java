package dev.jlockdep.agent.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@link WatchProbe} in a JVM of its own. */
final class Probe {
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final Path output;

  private Probe(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** @param mode platform, virtual (stuck programs) or live */
  static Probe start(int feature, String mode, Collection<String> programs) {
    List<String> command = new ArrayList<>();
    command.add(jdk(feature).resolve("bin").resolve("java").toString());
    for (String name : WatchReflection.PACKAGES) {
      command.add("--add-opens");
      command.add("java.base/" + name + "=ALL-UNNAMED");
    }
    command.add("-Xmx128m");
    // some programs spin for a moment: on few carriers that would keep the others from starting
    command.add("-Djdk.virtualThreadScheduler.parallelism=8");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(WatchProbe.class.getName());
    command.add(mode);
    command.addAll(programs);
    try {
      Path output = Files.createTempFile("probe", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      return new Probe(builder.redirectOutput(output.toFile()).start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed, once it has ended. */
  List<String> lines() throws InterruptedException {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the probe did not end: " + Files.readString(output));
      }
      List<String> lines = Files.readAllLines(output);
      if (!lines.contains("end")) {
        throw new AssertionError("the probe failed: " + String.join("\n", lines));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The JDK of that feature release: named by the environment, running, or beside the running one.
   */
  private static Path jdk(int feature) {
    List<Path> homes = new ArrayList<>();
    for (String variable : List.of("JDK" + feature + "_HOME", "JAVA_HOME")) {
      if (System.getenv(variable) != null) {
        homes.add(Path.of(System.getenv(variable)));
      }
    }
    Path own = Path.of(System.getProperty("java.home"));
    homes.add(own);
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      siblings.sorted().forEach(homes::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return homes.stream()
        .filter(home -> isJdk(home, feature))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no JDK " + feature + " found: set JDK" + feature + "_HOME"));
  }

  private static boolean isJdk(Path home, int feature) {
    try {
      Path release = home.resolve("release");
      return Files.exists(release)
          && Files.exists(home.resolve("bin").resolve("javac"))
          && Files.readString(release).contains("JAVA_VERSION=\"" + feature);
    } catch (IOException e) {
      return false;
    }
  }
}
