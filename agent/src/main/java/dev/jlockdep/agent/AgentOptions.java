package dev.jlockdep.agent;

import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The options of one run. Precedence: agent string, then system property {@code jlockdep.KEY}, then
 * environment {@code JLOCKDEP_KEY}, then the default. Immutable; {@link #toString} is an agent
 * string that parses to equal options.
 *
 * <p>A wrong option never stops the watched program: the options come back disabled, with {@link
 * #error} saying what to write instead. No lambdas and nothing beyond java.base in here: it runs in
 * premain, where each costs start-up time.
 */
public final class AgentOptions {
  private static final String PROPERTY_PREFIX = "jlockdep.";
  private static final String ENVIRONMENT_PREFIX = "JLOCKDEP_";

  /** Set by jlockdep itself, not by users. */
  public static final String DUMP_FILE_PROPERTY = "jlockdep.dump.file";

  /** Names the build tool that started the JVM; set by its plugin. */
  public static final String BUILD_PROPERTY = "jlockdep.build";

  /** The option as a system property; jlockdep sets it once the bean is there. */
  public static final String JMX_PROPERTY = "jlockdep.jmx";

  private static final List<String> KEYS =
      List.of(
          "output",
          "onFinding",
          "failOn",
          "includes",
          "excludes",
          "eventLoops",
          "models",
          "lockOrder",
          "baseline",
          "watch",
          "jmx",
          "jfr",
          "lockStats",
          "hangTimeout",
          "exitCode",
          "enabled");

  /** What a failing finding leads to. */
  public enum OnFinding {
    /** Under JUnit the test fails, elsewhere the JVM ends with the exit code. */
    AUTO("auto"),
    /** It is only reported. */
    REPORT("report"),
    /** The test that made it fails. */
    FAIL_TEST("fail-test"),
    /** The JVM ends with the exit code. */
    EXIT("exit"),
    /** The acquire throws. */
    THROW("throw");

    private final String word;

    OnFinding(String word) {
      this.word = word;
    }

    /** As written in options. */
    public String word() {
      return word;
    }
  }

  /** Which findings count as failures. */
  public enum FailOn {
    POSSIBLE("possible"),
    /** Also a POSSIBLE one whose lock classes were all declared through the API. */
    LIKELY("likely"),
    ACTUAL("actual"),
    NONE("none");

    private static final List<String> LEVELS =
        List.of("NOTE", "POSSIBLE", "LIKELY", "PROVEN", "ACTUAL");

    private final String word;

    FailOn(String word) {
      this.word = word;
    }

    /** As written in options. */
    public String word() {
      return word;
    }

    /** Whether a finding of this level (by name) fails the run. */
    public boolean fails(String level, boolean allDeclared) {
      int rank = rank(level);
      switch (this) {
        case POSSIBLE:
          return rank >= rank("POSSIBLE");
        case LIKELY:
          return rank >= rank(allDeclared ? "POSSIBLE" : "LIKELY");
        case ACTUAL:
          return rank >= rank("ACTUAL");
        default:
          return false;
      }
    }

    /** Position of a level, weakest first; an unknown level ranks below all. */
    public static int rank(String level) {
      return LEVELS.indexOf(level);
    }
  }

  private final String output;
  private final OnFinding onFinding;
  private final FailOn failOn;
  private final List<String> includes;
  private final List<String> excludes;
  private final List<String> eventLoops;
  private final List<String> models;
  private final String lockOrder;
  private final String baseline;
  private final boolean watch;
  private final boolean jmx;
  private final boolean jfr;
  private final boolean lockStats;
  private final int hangTimeout;
  private final int exitCode;
  private final boolean enabled;
  private final String error;

  private AgentOptions(Reader in, String defaultOutput) {
    output = in.path("output", defaultOutput);
    onFinding = in.onFinding();
    failOn = in.failOn();
    includes = in.typePatterns("includes");
    excludes = in.typePatterns("excludes");
    eventLoops = in.names("eventLoops");
    models = in.files("models");
    lockOrder = in.file("lockOrder");
    baseline = in.file("baseline");
    watch = in.flag("watch", true);
    jmx = in.flag("jmx", false);
    jfr = in.flag("jfr", false);
    lockStats = in.flag("lockStats", false);
    hangTimeout = in.number("hangTimeout", 0, 0, 86_400);
    exitCode = in.number("exitCode", 77, 1, 255);
    boolean wanted = in.flag("enabled", true);
    error = in.errors();
    enabled = wanted && error.isEmpty();
  }

  /** Options of this JVM: the agent string (may be null) over properties and environment. */
  public static AgentOptions parse(String agentString) {
    String folder = new File("target").isDirectory() ? "target/jlockdep" : "jlockdep-out";
    return parse(agentString, System.getProperties(), System.getenv(), folder);
  }

  static AgentOptions parse(
      String agentString, Properties properties, Map<String, String> env, String defaultOutput) {
    Reader in = new Reader();
    in.readEnvironment(env);
    in.readProperties(properties);
    in.readAgentString(agentString == null ? "" : agentString);
    return new AgentOptions(in, defaultOutput);
  }

  /** All keys, in print order. */
  public static List<String> keys() {
    return KEYS;
  }

  /** The folder for dumps and reports, its placeholders filled in. */
  public Path output() {
    return Path.of(expand(output));
  }

  public OnFinding onFinding() {
    return onFinding;
  }

  public FailOn failOn() {
    return failOn;
  }

  public List<String> includes() {
    return includes;
  }

  public List<String> excludes() {
    return excludes;
  }

  /** Model files, beside those of the class path. */
  public List<String> models() {
    return models;
  }

  /** The file with the declared lock order, or null. */
  public Path lockOrder() {
    return lockOrder.isEmpty() ? null : Path.of(expand(lockOrder));
  }

  /** The file with the accepted findings, or null. */
  public Path baseline() {
    return baseline.isEmpty() ? null : Path.of(expand(baseline));
  }

  /** Patterns of names of threads that are event loops. */
  public List<String> eventLoops() {
    return eventLoops;
  }

  /** Whether the includes and excludes let a type (name with dots or slashes) be woven. */
  public boolean selects(String typeName) {
    String name = typeName.replace('/', '.');
    return !matchesAny(excludes, name) && (includes.isEmpty() || matchesAny(includes, name));
  }

  /** Whether the watch for real deadlocks runs. */
  public boolean watch() {
    return watch;
  }

  public boolean jmx() {
    return jmx;
  }

  /** Whether findings and long waits become events of Flight Recorder. */
  public boolean jfr() {
    return jfr;
  }

  /** Whether waits and holds are timed. */
  public boolean lockStats() {
    return lockStats;
  }

  /** Seconds after which a JVM in a deadlock is ended; 0 for never. */
  public int hangTimeout() {
    return hangTimeout;
  }

  public int exitCode() {
    return exitCode;
  }

  /** False when switched off or when an option is wrong. */
  public boolean enabled() {
    return enabled;
  }

  /** What is wrong and what to write instead, or an empty string. */
  public String error() {
    return error;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("output=").append(output);
    out.append(",onFinding=").append(onFinding.word);
    out.append(",failOn=").append(failOn.word);
    if (!includes.isEmpty()) {
      out.append(",includes=").append(String.join(":", includes));
    }
    if (!excludes.isEmpty()) {
      out.append(",excludes=").append(String.join(":", excludes));
    }
    if (!eventLoops.isEmpty()) {
      out.append(",eventLoops=").append(String.join(":", eventLoops));
    }
    if (!models.isEmpty()) {
      out.append(",models=").append(String.join(File.pathSeparator, models));
    }
    if (!lockOrder.isEmpty()) {
      out.append(",lockOrder=").append(lockOrder);
    }
    if (!baseline.isEmpty()) {
      out.append(",baseline=").append(baseline);
    }
    out.append(",watch=").append(watch);
    out.append(",jmx=").append(jmx);
    out.append(",jfr=").append(jfr);
    out.append(",lockStats=").append(lockStats);
    out.append(",hangTimeout=").append(hangTimeout);
    out.append(",exitCode=").append(exitCode);
    out.append(",enabled=").append(enabled);
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AgentOptions && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  private static boolean matchesAny(List<String> patterns, String name) {
    for (String pattern : patterns) {
      if (matches(pattern, name)) {
        return true;
      }
    }
    return false;
  }

  /** Wildcard match: {@code *} any characters, {@code ?} one; backtracks to the last star only. */
  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int starName = 0;
    while (n < name.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
      if (wanted == '*') {
        star = p++;
        starName = n;
      } else if (wanted == '?' || wanted == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++starName;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static String expand(String pattern) {
    if (pattern.indexOf('%') < 0) {
      return pattern;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        out.append(placeholder(pattern.charAt(++i)));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String placeholder(char letter) {
    switch (letter) {
      case 'p':
        return Pid.text();
      case 't':
        return Long.toString(StartTime.MILLIS);
      case 'h':
        return host();
      default:
        return "%";
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** One moment per run, so that every use of %t names the same folder. */
  private static final class StartTime {
    static final long MILLIS = System.currentTimeMillis();
  }

  /** Collects the raw values, converts them and keeps the complaints. */
  private static final class Reader {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    void readEnvironment(Map<String, String> env) {
      for (String key : KEYS) {
        String name = key.toUpperCase(Locale.ROOT);
        take(key, env.get(ENVIRONMENT_PREFIX + name));
        take(key, env.get(ENVIRONMENT_PREFIX + underscored(key)));
      }
    }

    private static String underscored(String key) {
      StringBuilder out = new StringBuilder();
      for (char c : key.toCharArray()) {
        if (Character.isUpperCase(c)) {
          out.append('_');
        }
        out.append(Character.toUpperCase(c));
      }
      return out.toString();
    }

    void readProperties(Properties properties) {
      for (String name : properties.stringPropertyNames()) {
        if (!name.startsWith(PROPERTY_PREFIX)) {
          continue;
        }
        String key = name.substring(PROPERTY_PREFIX.length());
        if (KEYS.contains(key)) {
          take(key, properties.getProperty(name));
        } else if (isMisspelt(key)) {
          unknown("system property " + name, key);
        }
      }
    }

    /**
     * Builds have properties of their own under our prefix ({@code jlockdep.jar}): only a near miss is
     * an error, and of words of three letters none is near.
     */
    private static boolean isMisspelt(String key) {
      String nearest = Nearest.to(key, KEYS);
      int distance =
          Nearest.distance(key.toLowerCase(Locale.ROOT), nearest.toLowerCase(Locale.ROOT));
      return distance <= nearest.length() / 4;
    }

    void readAgentString(String text) {
      List<String> seen = new ArrayList<>();
      for (String item : text.split(",")) {
        if (item.isBlank()) {
          continue;
        }
        int equals = item.indexOf('=');
        String key = (equals < 0 ? item : item.substring(0, equals)).trim();
        if (!KEYS.contains(key)) {
          unknown("option " + key, key);
        } else if (equals < 0) {
          complaints.add("option " + key + ": must be written " + key + "=VALUE");
        } else if (seen.contains(key)) {
          complaints.add("option " + key + ": must be given once");
        } else {
          seen.add(key);
          take(key, item.substring(equals + 1).trim());
        }
      }
    }

    private void take(String key, String value) {
      if (value != null) {
        values.put(key, value);
      }
    }

    private void unknown(String what, String key) {
      complaints.add(
          what
              + ": no such key; nearest is "
              + Nearest.to(key, KEYS)
              + ", valid are "
              + String.join(", ", KEYS));
    }

    private void bad(String key, String value, String rule) {
      complaints.add("option " + key + "=" + value + ": " + rule);
    }

    String path(String key, String byDefault) {
      String value = values.getOrDefault(key, byDefault);
      String rule = pathRule(value);
      if (!rule.isEmpty()) {
        bad(key, value, rule);
        return byDefault;
      }
      return value;
    }

    /** As {@link #path}, for a file that need not be named. */
    String file(String key) {
      String value = values.getOrDefault(key, "");
      String rule = value.isEmpty() ? "" : pathRule(value).replace("a folder", "a file");
      if (!rule.isEmpty()) {
        bad(key, value, rule);
        return "";
      }
      return value;
    }

    private static String pathRule(String value) {
      if (value.isBlank() || value.indexOf(',') >= 0) {
        return "must be the path of a folder, without a comma";
      }
      for (int i = value.indexOf('%'); i >= 0; i = value.indexOf('%', i + 2)) {
        if (i + 1 == value.length() || "pht%".indexOf(value.charAt(i + 1)) < 0) {
          return "after % must come p (pid), h (host), t (time) or %";
        }
      }
      try {
        Path.of(value);
        return "";
      } catch (InvalidPathException e) {
        return "must be the path of a folder (" + e.getReason() + ")";
      }
    }

    OnFinding onFinding() {
      String value = values.get("onFinding");
      List<String> words = new ArrayList<>();
      for (OnFinding choice : OnFinding.values()) {
        if (value == null || choice.word.equals(value)) {
          return choice;
        }
        words.add(choice.word);
      }
      badWord("onFinding", value, words);
      return OnFinding.AUTO;
    }

    FailOn failOn() {
      String value = values.getOrDefault("failOn", FailOn.LIKELY.word);
      List<String> words = new ArrayList<>();
      for (FailOn choice : FailOn.values()) {
        if (choice.word.equals(value)) {
          return choice;
        }
        words.add(choice.word);
      }
      badWord("failOn", value, words);
      return FailOn.LIKELY;
    }

    private void badWord(String key, String value, List<String> words) {
      String valid = String.join(", ", words);
      bad(key, value, "must be one of " + valid + "; nearest is " + Nearest.to(value, words));
    }

    boolean flag(String key, boolean byDefault) {
      String value = values.get(key);
      if (value == null) {
        return byDefault;
      }
      if (!value.equals("true") && !value.equals("false")) {
        badWord(key, value, List.of("true", "false"));
      }
      return value.equals("true");
    }

    int number(String key, int byDefault, int least, int most) {
      String value = values.get(key);
      if (value == null) {
        return byDefault;
      }
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below, with the range
      }
      bad(key, value, "must be a whole number from " + least + " to " + most);
      return byDefault;
    }

    List<String> names(String key) {
      List<String> names = new ArrayList<>();
      for (String name : values.getOrDefault(key, "").split(":")) {
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
      return Collections.unmodifiableList(names);
    }

    List<String> typePatterns(String key) {
      String value = values.getOrDefault(key, "");
      List<String> patterns = new ArrayList<>();
      for (String pattern : Arrays.asList(value.split(":"))) {
        if (pattern.isEmpty()) {
          continue;
        }
        if (!isTypePattern(pattern)) {
          bad(key, value, "must be type names with * and ?, separated by a colon");
          return List.of();
        }
        patterns.add(pattern.replace('/', '.'));
      }
      return Collections.unmodifiableList(patterns);
    }

    List<String> files(String key) {
      List<String> files = new ArrayList<>();
      for (String file : values.getOrDefault(key, "").split(File.pathSeparator)) {
        if (file.isBlank()) {
          continue;
        }
        if (!new File(file).isFile()) {
          bad(
              key, values.get(key),
              "must be files that are there, separated by " + File.pathSeparator + "; " + file
                  + " is none");
          return List.of();
        }
        files.add(file);
      }
      return Collections.unmodifiableList(files);
    }

    private static boolean isTypePattern(String pattern) {
      for (char c : pattern.toCharArray()) {
        if (!Character.isJavaIdentifierPart(c) && "./*?-".indexOf(c) < 0) {
          return false;
        }
      }
      return true;
    }

    String errors() {
      if (complaints.isEmpty()) {
        return "";
      }
      return "jlockdep: "
          + String.join("\njlockdep: ", complaints)
          + "\njlockdep: switched off for this run; nothing is validated";
    }
  }
}
