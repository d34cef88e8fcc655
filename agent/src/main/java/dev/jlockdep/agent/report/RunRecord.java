package dev.jlockdep.agent.report;

import dev.jlockdep.agent.AgentOptions;
import dev.jlockdep.agent.Pid;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What is known of one watched JVM, key to value in print order. Immutable. */
public final class RunRecord {
  private static final String[] COMMIT_VARIABLES = {
    "JLOCKDEP_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA", "GIT_COMMIT"
  };

  /** Of the dump's records; a reader refuses runs of a higher one. */
  public static final long FORMAT = 1;

  private final Map<String, Object> values;

  /** The dump is of a later format than this jar can read. */
  public static final class ForeignException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignException(String message) {
      super(message);
    }
  }

  /** Refuses what a later version wrote: it may mean something else than it seems to. */
  public static void checkFormat(Map<String, Object> values) {
    Object format = values.get("format");
    if (format instanceof Number number && number.longValue() > FORMAT) {
      throw new ForeignException(
          "dump format " + format + " where this jar knows up to " + FORMAT
              + ": use the jlockdep.jar that wrote it, version " + values.get("agent"));
    }
  }

  public RunRecord(Map<String, Object> values) {
    this.values = values;
  }

  /** The run of this JVM, starting now. */
  public static RunRecord ofThisJvm(AgentOptions options) {
    return ofThisJvm(options, agentVersion());
  }

  /**
   * The run of this JVM, starting now.
   *
   * @param version of the agent, which only a type of the agent's own jar can tell; null: none
   */
  public static RunRecord ofThisJvm(AgentOptions options, String version) {
    long pid = Long.parseLong(Pid.text());
    long start = System.currentTimeMillis();
    String command = System.getProperty("sun.java.command", "");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", Ids.hex(Ids.hash(pid + "@" + start + "@" + System.nanoTime())));
    values.put("format", FORMAT);
    values.put("pid", pid);
    values.put("startMillis", start);
    values.put("program", program(command));
    values.put("command", command);
    values.put("jdk", System.getProperty("java.version", ""));
    String vmVersion = System.getProperty("java.vm.version");
    values.put("jvm", System.getProperty("java.vm.name") + " " + vmVersion);
    values.put("agent", version == null ? "dev" : version);
    values.put("options", options.toString());
    values.put("directory", System.getProperty("user.dir", ""));
    putCommit(values);
    return new RunRecord(values);
  }

  /** Version of this jar, or {@code dev} outside a jar. */
  public static String agentVersion() {
    String version = RunRecord.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  private static void putCommit(Map<String, Object> values) {
    for (String variable : COMMIT_VARIABLES) {
      String commit = System.getenv(variable);
      if (commit != null && !commit.isBlank()) {
        values.put("commit", commit.trim());
        return;
      }
    }
  }

  /** The program as people know it: title and version of its jar, else its main type. */
  private static String program(String command) {
    String first = first(command);
    if (!first.endsWith(".jar")) {
      return first.isEmpty() ? "java" : first;
    }
    String file = new File(first).getName();
    if (file.startsWith("surefirebooter")) {
      // started in the folder of its module
      return "surefire fork in " + new File(System.getProperty("user.dir", "")).getName();
    }
    String title = titleOf(first);
    return title.isEmpty() ? file : title;
  }

  /** Without the program's arguments; the path of a jar may have blanks in it. */
  private static String first(String command) {
    for (int at = command.indexOf(".jar"); at >= 0; at = command.indexOf(".jar", at + 1)) {
      String jar = command.substring(0, at + ".jar".length());
      if (new File(jar).isFile()) {
        return jar;
      }
    }
    int blank = command.indexOf(' ');
    return blank < 0 ? command : command.substring(0, blank);
  }

  private static String titleOf(String jar) {
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        return "";
      }
      String title = manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_TITLE);
      String version =
          manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      if (title == null) {
        return "";
      }
      return version == null ? title : title + " " + version;
    } catch (IOException e) {
      return "";
    }
  }

  /** Key to value, in print order; do not modify. */
  public Map<String, Object> values() {
    return values;
  }

  /** The value as text, or an empty string. */
  public String text(String key) {
    Object value = values.get(key);
    return value == null ? "" : value.toString();
  }

  /** What is known of the validation itself; empty until the agent has said. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> coverage() {
    // keys of a JSON object are texts
    return values.get("coverage") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  public String id() {
    return text("id");
  }

  /** How people name the run: program and process. */
  public String name() {
    return text("program") + ", pid " + text("pid");
  }

  /** The identification line of a splat. */
  public String headerLine() {
    return text("program") + ", JDK " + text("jdk");
  }
}
