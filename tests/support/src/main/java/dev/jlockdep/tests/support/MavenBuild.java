package dev.jlockdep.tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A build of a little project by Maven, on a JDK of its own, from start to end. */
public final class MavenBuild {
  private static final long LIMIT_MINUTES = 5;
  /** A build is over before the second compiler pays: measured a third less time and CPU time. */
  private static final String MAVENS_OWN_JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Path folder;
  private final List<String> command = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private Jdk jdk;
  private int status = -1;
  private String log = "";

  private MavenBuild(Path mavenHome, Path folder) {
    this.folder = folder;
    command.add(mavenHome.resolve("bin").resolve("mvn").toString());
    command.add("-B");
  }

  /** A build by the Maven in that folder, of the project in the other one. */
  public static MavenBuild of(Path mavenHome, Path folder) {
    return new MavenBuild(mavenHome, folder);
  }

  public MavenBuild on(Jdk javaHome) {
    jdk = javaHome;
    return this;
  }

  /** The local repository; Maven's own choice unless told. */
  public MavenBuild repository(Path folderOfRepository) {
    return with("-Dmaven.repo.local=" + folderOfRepository);
  }

  /** Goals and options. */
  public MavenBuild with(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /** Copies all files of a folder. */
  public static void copy(Path from, Path to) {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end, whatever that is. */
  public MavenBuild run() {
    command.addAll(arguments);
    Path output = folder.resolve("build.log");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    // what is meant for the build around this one must not reach it
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "MAVEN_ARGS", "CI")
        .forEach(builder.environment()::remove);
    builder.environment().put("MAVEN_OPTS", MAVENS_OWN_JVM);
    try {
      status = status(builder.start());
      log = Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
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

  public int status() {
    return status;
  }

  public String log() {
    return log;
  }

  public Path folder() {
    return folder;
  }

  /** Fails with the whole log unless it has the text. */
  public MavenBuild says(String text) {
    if (!log.contains(text)) {
      throw new AssertionError("not in the log: " + text + "\n" + this);
    }
    return this;
  }

  /** Fails with the whole log when it has the text. */
  public MavenBuild saysNot(String text) {
    if (log.contains(text)) {
      throw new AssertionError("in the log: " + text + "\n" + this);
    }
    return this;
  }

  /** Fails with the whole log unless the build was green. */
  public MavenBuild passes() {
    return ends(status == 0, "expected BUILD SUCCESS");
  }

  /** Fails with the whole log unless the build was red. */
  public MavenBuild fails() {
    return ends(status != 0, "expected BUILD FAILURE");
  }

  private MavenBuild ends(boolean asExpected, String expected) {
    if (!asExpected) {
      throw new AssertionError(expected + "\n" + this);
    }
    return this;
  }

  /** Nothing disturbed the channel between Surefire and its JVM, and no JVM warned. */
  public MavenBuild hasNoNoise() {
    Path reports = folder.resolve("target").resolve("surefire-reports");
    try (Stream<Path> files = Files.list(reports)) {
      if (files.anyMatch(file -> file.toString().endsWith(".dumpstream"))) {
        throw new AssertionError("the agent printed to stdout\n" + this);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return saysNot("Corrupted channel");
  }

  @Override
  public String toString() {
    return String.join(" ", command) + "\nin " + folder + ", exit status " + status + "\n" + log;
  }
}
