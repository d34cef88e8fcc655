package dev.jlockdep.tests.support;

import java.nio.file.Files;
import java.nio.file.Path;

/** The agent under test, as the reactor built it: {@code agent/target/jlockdep.jar}. */
public final class AgentJar {
  private static final String BUILD = "mvn -q -B -pl agent -am package -DskipTests";

  private AgentJar() {}

  /** The shaded agent jar; throws with the build command when it has not been built. */
  public static Path path() {
    return built(projectRoot().resolve("agent").resolve("target").resolve("jlockdep.jar"));
  }

  /** The jar with the bootstrap-loaded part that lies beside the agent. */
  public static Path runtime() {
    return built(path().resolveSibling("jlockdep-runtime.jar"));
  }

  /** The argument that puts the agent on a JVM, with its options ({@code key=value,...}) if any. */
  public static String argument(String options) {
    return "-javaagent:" + path() + (options.isEmpty() ? "" : "=" + options);
  }

  /** The folder of the root pom: the nearest one upwards that holds the agent's sources. */
  public static Path projectRoot() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("agent").resolve("pom.xml"))
          && Files.isRegularFile(folder.resolve("runtime").resolve("pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "no folder with agent/pom.xml and runtime/pom.xml from " + start + " upwards");
  }

  private static Path built(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing; in the root folder run: " + BUILD);
    }
    return jar;
  }
}
