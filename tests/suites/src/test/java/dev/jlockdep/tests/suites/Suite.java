package dev.jlockdep.tests.suites;

import dev.jlockdep.tests.support.AgentJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The test suite of one library: where it lies, which classes are tests, what its JVM needs. */
final class Suite {
  final String name;
  /**
   * Class names, as patterns: all tests, some that are done in seconds (null: none), and those left
   * out.
   */
  final String whole;
  final String quick;
  final String without;
  /** How many tests those that run are at least: fewer means that the suite was not found. */
  final int quickCount;
  /** Files of the jar that the tests read in their working folder: where they lie, where they go. */
  private String dataFrom;
  private String dataTo;
  final List<String> jvmArguments = new ArrayList<>();
  /** Words of findings at LIKELY or above that were looked at, see SUITES.md. */
  final List<String> judged = new ArrayList<>();

  Suite(String name, String whole, String quick, String without, int quickCount) {
    this.name = name;
    this.whole = whole;
    this.quick = quick;
    this.without = without;
    this.quickCount = quickCount;
  }

  Suite jvm(String... arguments) {
    jvmArguments.addAll(List.of(arguments));
    return this;
  }

  Suite data(String from, String to) {
    dataFrom = from;
    dataTo = to;
    return this;
  }

  void copyData(Path folder) throws IOException {
    if (dataFrom == null) {
      return;
    }
    try (JarFile jar = new JarFile(root().toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().startsWith(dataFrom) && !entry.isDirectory()) {
          Path file = folder.resolve(dataTo + entry.getName().substring(dataFrom.length()));
          Files.createDirectories(file.getParent());
          Files.copy(jar.getInputStream(entry), file);
        }
      }
    }
  }

  /** A finding at LIKELY or above that mentions this is a true one of the library or its tests. */
  Suite finds(String mention) {
    judged.add(mention);
    return this;
  }

  /** Runner, engines and libraries. */
  List<Path> classPath() {
    List<Path> entries = new ArrayList<>();
    entries.add(target().resolve("test-classes"));
    entries.addAll(jars("engines"));
    entries.addAll(jars(inCode() ? "in-code" : name));
    return entries;
  }

  /** What is searched for tests. */
  Path root() {
    if (inCode()) {
      return target().resolve("test-classes");
    }
    for (Path jar : jars(name)) {
      if (jar.toString().matches(".*-tests?\\.jar")) {
        return jar;
      }
    }
    throw new IllegalStateException("no jar with tests for " + name);
  }

  /** Whether the suite is put together in package {@code suites}. */
  private boolean inCode() {
    return !Files.isDirectory(target().resolve("libraries").resolve(name));
  }

  private static List<Path> jars(String folder) {
    try (Stream<Path> files = Files.list(target().resolve("libraries").resolve(folder))) {
      return files.sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path target() {
    return AgentJar.projectRoot().resolve("tests").resolve("suites").resolve("target");
  }

  @Override
  public String toString() {
    return name;
  }
}
