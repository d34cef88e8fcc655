package dev.jlockdep.tests.support;

import java.nio.file.Files;
import java.nio.file.Path;

/** One installed JDK. */
public final class Jdk {
  private final int feature;
  private final Path home;

  Jdk(int feature, Path home) {
    this.feature = feature;
    this.home = home;
  }

  /** The feature release: 17 or 25. */
  public int feature() {
    return feature;
  }

  public Path home() {
    return home;
  }

  /** The {@code java} launcher. */
  public Path java() {
    return tool("java");
  }

  /** A launcher of this JDK, such as {@code javac}. */
  public Path tool(String name) {
    Path plain = home.resolve("bin").resolve(name);
    return Files.exists(plain) ? plain : home.resolve("bin").resolve(name + ".exe");
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
