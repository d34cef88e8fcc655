package dev.jlockdep.agent.junit;

import dev.jlockdep.agent.AgentOptions;
import dev.jlockdep.agent.AgentOptions.OnFinding;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.FindingReporter;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** Connects the agent with JUnit. Refers to no type of JUnit, so it loads without. */
public final class JunitSetup {
  private static final String AUTODETECTION = "junit.jupiter.extensions.autodetection.enabled";
  private static final String INCLUDE = "junit.jupiter.extensions.autodetection.include";
  private static final String OURS = "dev.jlockdep.agent.junit.*";

  private static volatile Session session;

  private JunitSetup() {}

  /** What JUnit's side knows of the agent in this JVM. */
  static final class Session implements Consumer<FindingRecord> {
    final FindingReporter reporter;
    final TestRun tests = new TestRun();
    final boolean failsTests;
    private boolean opened;
    private int printedFindings = -1;

    Session(AgentOptions options, FindingReporter reporter) {
      this.reporter = reporter;
      OnFinding action = options.onFinding();
      this.failsTests = action != OnFinding.REPORT && action != OnFinding.EXIT;
    }

    /** What is accepted makes no test fail. */
    @Override
    public void accept(FindingRecord finding) {
      if (reporter.fails(finding)) {
        tests.accept(finding);
      }
    }

    synchronized void open() {
      opened = true;
    }

    synchronized boolean isOpened() {
      return opened;
    }

    /** Launchers may open several sessions: the summary is printed again only with news in it. */
    synchronized boolean hasNews() {
      int findings = reporter.findings().size();
      boolean firstWithTests = printedFindings < 0 && tests.finished() > 0;
      boolean news = firstWithTests || findings > Math.max(0, printedFindings);
      if (news) {
        printedFindings = findings;
      }
      return news;
    }

    /** Folder of the reports, or an empty string. */
    String folder() {
      return reporter.dump().folder() == null ? "" : reporter.dump().folder().toString();
    }
  }

  /** From now on findings are attributed to tests. Called once, before any finding. */
  public static void install(AgentOptions options, FindingReporter reporter) {
    Session made = new Session(options, reporter);
    reporter.watch(made);
    session = made;
  }

  /** The agent's side, or null without an agent. */
  static Session session() {
    return session;
  }

  /** Whether tests were run through the JUnit platform in this JVM. */
  public static boolean sessionOpened() {
    Session now = session;
    return now != null && now.isOpened();
  }

  /**
   * Whether the JVM has to end with the exit code: a failing finding is there that no test, test
   * class or session of JUnit failed with. Asked when the JVM ends.
   */
  public static boolean exitDue(AgentOptions options) {
    Session now = session;
    if (now == null || options.onFinding() == OnFinding.REPORT) {
      return false;
    }
    now.reporter.catchUp();
    boolean junitFailsThem = now.failsTests && now.isOpened();
    return junitFailsThem ? now.tests.unreported() > 0 : now.reporter.failing() > 0;
  }

  /**
   * The system properties to set in premain: they make Jupiter find our extension. Where the user
   * has switched the detection on already, the user's own extensions stay detected.
   */
  public static Map<String, String> properties() {
    return properties(System.getProperties(), platformProperties());
  }

  static Map<String, String> properties(Properties system, Properties file) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(AUTODETECTION, "true");
    boolean usersOn = Boolean.parseBoolean(effective(system, file, AUTODETECTION));
    String usersInclude = effective(system, file, INCLUDE);
    if (!usersOn) {
      properties.put(INCLUDE, OURS);
    } else if (usersInclude != null) {
      properties.put(INCLUDE, usersInclude + "," + OURS);
    }
    return properties;
  }

  private static String effective(Properties system, Properties file, String key) {
    return system.getProperty(key, file.getProperty(key));
  }

  /** JUnit's configuration file, looked for only where a test run is likely: it costs time. */
  private static Properties platformProperties() {
    Properties properties = new Properties();
    String classPath = System.getProperty("java.class.path", "");
    if (!classPath.contains("junit") && !classPath.contains("surefire")) {
      return properties;
    }
    String name = "junit-platform.properties";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(name)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException | IllegalArgumentException e) {
      // JUnit itself complains about it
    }
    return properties;
  }
}
