package dev.jlockdep.agent;

/**
 * JVMs that run a tool and get the agent by an environment variable, which every JVM heeds: tools of
 * the JDK, and build tools, whose test JVMs get it as well and are watched.
 */
final class Tools {
  /** How the main types of Maven and Gradle begin, with their wrappers and Gradle's daemon. */
  private static final String[] BUILD = {
    "org.codehaus.plexus.classworlds.launcher.Launcher", "org.apache.maven.wrapper.",
    "org.gradle.launcher.", "org.gradle.wrapper."
  };

  private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";

  private Tools() {}

  /** Whether this JVM is to be left alone. */
  static boolean runHere() {
    return leftAlone(
        System.getProperty("jdk.module.main", ""), System.getProperty("sun.java.command", ""), null);
  }

  /**
   * As {@link #runHere}.
   *
   * @param module main module, or an empty string
   * @param command main type, or jar, with the arguments
   * @param options what the environment adds to the command line; null: to be asked for when needed
   */
  static boolean leftAlone(String module, String command, String options) {
    // java File.java: a program, though it is javac that runs it
    if (command.contains(SOURCE_LAUNCHER)) {
      return false;
    }
    // keytool is in java.base; jshell starts a second JVM without a main module
    if (module.startsWith("jdk.") || module.startsWith("java.")
        || command.startsWith("jdk.jshell.execution.")) {
      return true;
    }
    // by -javaagent, in MAVEN_OPTS say, the build itself is meant
    return isBuild(command)
        && (options == null ? environment() : options).contains("-javaagent:");
  }

  private static boolean isBuild(String command) {
    for (String start : BUILD) {
      if (command.startsWith(start)) {
        return true;
      }
    }
    String jar = command.substring(0, Math.max(0, command.indexOf(".jar"))).replace('\\', '/');
    return jar.endsWith("/gradle-wrapper");
  }

  private static String environment() {
    return System.getenv("JAVA_TOOL_OPTIONS") + " " + System.getenv("JDK_JAVA_OPTIONS");
  }
}
