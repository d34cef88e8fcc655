package dev.jlockdep.tests.integration;

import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One build of a project of {@code src/it}, copied elsewhere, by the Maven of this build. */
final class MavenBuild {
  private static final long LIMIT_MINUTES = 5;

  private final int status;
  private final String log;
  private final Path folder;

  private MavenBuild(int status, String log, Path folder) {
    this.status = status;
    this.log = log;
    this.folder = folder;
  }

  /** Copies the project into the folder and runs its tests on the JDK. */
  static MavenBuild run(String project, Jdk jdk, Path folder, String... arguments) {
    try {
      copy(Watched.module().resolve("src").resolve("it").resolve(project), folder);
      return start(jdk, folder, List.of(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MavenBuild start(Jdk jdk, Path folder, List<String> arguments)
      throws IOException {
    Path log = folder.resolve("build.log");
    ProcessBuilder builder = new ProcessBuilder(command(arguments))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("MAVEN_OPTS");
    builder.environment().remove("MAVEN_ARGS");
    Process process = builder.start();
    return new MavenBuild(status(process), Files.readString(log), folder);
  }

  private static int status(Process process) {
    try {
      if (process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("the build did not end in " + LIMIT_MINUTES + " minutes");
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("integration.maven.home"), "bin", "mvn").toString());
    command.add("-B");
    command.add("test");
    command.add("-Dagent=" + AgentJar.path());
    command.add("-Djunit5=" + System.getProperty("integration.junit"));
    String repository = System.getProperty("maven.repo.local");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    command.addAll(arguments);
    return command;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.collect(Collectors.toList());
    }
    for (Path path : all) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target);
      }
    }
  }

  int status() {
    return status;
  }

  String log() {
    return log;
  }

  /** Nothing disturbed the channel between Surefire and its JVM, and no JVM warned. */
  void hasNoNoise() {
    Path reports = folder.resolve("target").resolve("surefire-reports");
    try (Stream<Path> files = Files.list(reports)) {
      boolean dumped = files.anyMatch(file -> file.toString().endsWith(".dumpstream"));
      if (dumped || log.contains("Corrupted channel")) {
        throw new AssertionError("the agent printed to stdout:\n" + log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
