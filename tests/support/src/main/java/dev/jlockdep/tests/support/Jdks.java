package dev.jlockdep.tests.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the JDKs the tests run on. Looked for, in this order: the environment variable {@code
 * JDK<feature>_HOME}, the running JDK, {@code JAVA_HOME}, and the folders beside any of these whose
 * {@code release} file names the version. A missing JDK is a failure, never a skipped test.
 */
public final class Jdks {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(?:1\\.)?(\\d+)[^\"]*\"");

  private Jdks() {}

  /** The two JDKs every end-to-end test runs on. */
  public static List<Jdk> all() {
    return List.of(find(17), find(25));
  }

  /** The JDK of a feature release; throws with everything that was looked at when there is none. */
  public static Jdk find(int feature) {
    List<String> lookedAt = new ArrayList<>();
    String variable = "JDK" + feature + "_HOME";
    String named = System.getenv(variable);
    if (named != null && !named.isBlank()) {
      Path home = Path.of(named);
      if (featureOf(home) == feature) {
        return new Jdk(feature, home);
      }
      throw new IllegalStateException(
          variable + "=" + named + " is no JDK " + feature + ": its release file says "
              + describe(home));
    }
    lookedAt.add(variable + " (not set)");
    for (Path home : candidates()) {
      lookedAt.add(home + " (" + describe(home) + ")");
      if (featureOf(home) == feature && hasLauncher(home)) {
        return new Jdk(feature, home);
      }
    }
    throw new IllegalStateException(
        "no JDK " + feature + " found; set " + variable + ". Looked at:\n  "
            + String.join("\n  ", lookedAt));
  }

  private static Set<Path> candidates() {
    Set<Path> roots = new LinkedHashSet<>();
    addRoot(roots, System.getProperty("java.home"));
    addRoot(roots, System.getenv("JAVA_HOME"));
    addRoot(roots, System.getenv("JDK17_HOME"));
    addRoot(roots, System.getenv("JDK25_HOME"));
    Set<Path> found = new LinkedHashSet<>(roots);
    for (Path root : roots) {
      addSiblings(found, root);
    }
    return found;
  }

  private static void addRoot(Set<Path> roots, String home) {
    if (home == null || home.isBlank()) {
      return;
    }
    Path path = Path.of(home).toAbsolutePath();
    roots.add(path);
    try {
      roots.add(path.toRealPath());
    } catch (IOException missing) {
      // a home that does not exist has no siblings either; it is listed as looked at
    }
  }

  private static void addSiblings(Set<Path> found, Path root) {
    Path parent = root.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return;
    }
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent)) {
      List<Path> sorted = new ArrayList<>();
      siblings.forEach(sorted::add);
      sorted.sort(null);
      for (Path sibling : sorted) {
        if (Files.isRegularFile(sibling.resolve("release"))) {
          found.add(sibling);
        }
      }
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot list " + parent, unreadable);
    }
  }

  private static boolean hasLauncher(Path home) {
    return Files.exists(home.resolve("bin").resolve("java"))
        || Files.exists(home.resolve("bin").resolve("java.exe"));
  }

  private static String describe(Path home) {
    int feature = featureOf(home);
    return feature == 0 ? "no release file with a JAVA_VERSION" : "JAVA_VERSION " + feature;
  }

  /** The feature release a home's {@code release} file names, or 0. */
  private static int featureOf(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    try {
      Matcher matcher = VERSION.matcher(Files.readString(release));
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
