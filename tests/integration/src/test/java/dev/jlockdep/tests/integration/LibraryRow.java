package dev.jlockdep.tests.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that uses a published library, the jars it runs with, and what must be found. */
final class LibraryRow {
  final String program;
  final List<String> mentioned;
  final int fromJdk;
  final int toJdk;
  private final List<String> jars;

  private LibraryRow(
      String program, List<String> jars, List<String> mentioned, int fromJdk, int toJdk) {
    this.program = program;
    this.jars = jars;
    this.mentioned = mentioned;
    this.fromJdk = fromJdk;
    this.toJdk = toJdk;
  }

  /** The program's run must stay without a finding at LIKELY or above. */
  static LibraryRow clean(String program, String... jars) {
    return new LibraryRow(program, List.of(jars), List.of(), 17, 99);
  }

  /** One finding at LIKELY or above must mention all of the names. */
  LibraryRow finds(String... names) {
    return new LibraryRow(program, jars, List.of(names), fromJdk, toJdk);
  }

  LibraryRow fromJdk(int feature) {
    return new LibraryRow(program, jars, mentioned, feature, toJdk);
  }

  LibraryRow toJdk(int feature) {
    return new LibraryRow(program, jars, mentioned, fromJdk, feature);
  }

  boolean isClean() {
    return mentioned.isEmpty();
  }

  /** The programs, then the jars, which the build copied into one folder. */
  Path[] classPath() {
    Path folder = Watched.module().resolve("target").resolve("libraries");
    List<Path> entries = new ArrayList<>();
    entries.add(Watched.testClasses());
    for (String jar : jars) {
      Path file = folder.resolve(jar + ".jar");
      if (!Files.isRegularFile(file)) {
        throw new IllegalStateException(file + " is missing: build with mvn process-test-classes");
      }
      entries.add(file);
    }
    return entries.toArray(new Path[0]);
  }

  @Override
  public String toString() {
    String library = jars.isEmpty() ? "" : " with " + jars.get(0);
    return program + library + (isClean() ? " is clean" : "");
  }
}
