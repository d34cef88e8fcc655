package dev.jlockdep.maven;

import dev.jlockdep.agent.AgentOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The block of this plugin in the effective pom of a module, and what it does to the module. */
final class PluginBlock {
  static final String KEY = "dev.jlockdep:jlockdep-maven-plugin";

  /** Property that Surefire and Failsafe read their JVM arguments from. */
  static final String ARG_LINE = "argLine";

  private static final String HANG_SECONDS = "60";
  private static final String ATTACHED = "jlockdep.attached";
  private static final String MAVEN_PLUGINS = "org.apache.maven.plugins";

  private final MavenProject project;
  private final Plugin plugin;

  private PluginBlock(MavenProject project, Plugin plugin) {
    this.project = project;
    this.plugin = plugin;
  }

  /** The block of the module, or null where its pom has none. */
  static PluginBlock of(MavenProject project) {
    Plugin plugin = project.getPlugin(KEY);
    return plugin == null ? null : new PluginBlock(project, plugin);
  }

  boolean extensions() {
    return plugin.isExtensions();
  }

  boolean skipped(MavenSession session) {
    return Boolean.parseBoolean(configured(session, "skip"));
  }

  /** As Maven reads a parameter: the block, then {@code -D}, then the pom's properties; or null. */
  String configured(MavenSession session, String name) {
    Xpp3Dom value = child(plugin.getConfiguration(), name);
    return value == null ? property(session, project, "jlockdep." + name) : value.getValue();
  }

  /** Whether the module has the goal {@code check} in its life cycle. */
  boolean judges() {
    return binds("check");
  }

  /** Binds the goals that the pom does not bind itself, to their usual phases. */
  void bindGoals() {
    bind("prepare-agent");
    bind("check");
  }

  private void bind(String goal) {
    if (binds(goal)) {
      return;
    }
    PluginExecution execution = new PluginExecution();
    execution.setId("jlockdep-" + goal);
    execution.addGoal(goal);
    if (plugin.getConfiguration() instanceof Xpp3Dom configuration) {
      execution.setConfiguration(new Xpp3Dom(configuration));
    }
    plugin.addExecution(execution);
    plugin.flushExecutionMap();
  }

  private boolean binds(String goal) {
    for (PluginExecution execution : plugin.getExecutions()) {
      if (execution.getGoals().contains(goal)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Puts the agent into the argLine of Surefire and Failsafe. A literal one keeps what it says. Where
   * there is none, the property stays what counts; it is read when the tests start, so what another
   * plugin (such as JaCoCo) or {@code -DargLine} puts there is kept too.
   */
  void attach(MavenSession session) {
    if (attached(project)) {
      return;
    }
    project.setContextValue(ATTACHED, true);
    Map<String, String> options = options(session);
    for (String kind : TestRuns.KINDS) {
      Plugin tests = project.getPlugin(MAVEN_PLUGINS + ":maven-" + kind + "-plugin");
      if (tests != null) {
        String argument = argument(TestRuns.folder(project).resolve(kind), options);
        tests.setConfiguration(withAgent(tests.getConfiguration(), argument));
        for (PluginExecution execution : tests.getExecutions()) {
          execution.setConfiguration(withAgent(execution.getConfiguration(), argument));
        }
      }
    }
    defineArgLine(session, project);
  }

  /** The options of the agent that this block asks for. */
  Map<String, String> options(MavenSession session) {
    String baseline = configured(session, "baseline");
    Map<String, String> agent = agent(plugin.getConfiguration());
    return options(session, project, BuildDumps.baseline(session, baseline), agent);
  }

  /** Whether the agent is in the argLine already, so that no property has to carry it. */
  static boolean attached(MavenProject project) {
    return project.getContextValue(ATTACHED) != null;
  }

  /** An expression of a property that is not there would end up on the command line as it is. */
  static void defineArgLine(MavenSession session, MavenProject project) {
    if (property(session, project, ARG_LINE) == null) {
      project.getProperties().setProperty(ARG_LINE, "");
    }
  }

  private static Xpp3Dom withAgent(Object configuration, String argument) {
    Xpp3Dom changed = configuration instanceof Xpp3Dom dom
        ? new Xpp3Dom(dom) : new Xpp3Dom("configuration");
    Xpp3Dom argLine = changed.getChild(ARG_LINE);
    if (argLine == null) {
      argLine = new Xpp3Dom(ARG_LINE);
      changed.addChild(argLine);
    }
    String before = argLine.getValue();
    boolean none = before == null || before.isBlank();
    argLine.setValue(argument + " " + (none ? "${" + ARG_LINE + "}" : before.strip()));
    return changed;
  }

  /**
   * The options of the agent: the block's, then {@code jlockdep.KEY} as {@code -D} or in the pom.
   *
   * @param baseline where accepted findings are; the file need not be there
   */
  static Map<String, String> options(
      MavenSession session,
      MavenProject project,
      Path baseline,
      Map<String, String> configured) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("hangTimeout", HANG_SECONDS); // a build that hangs tells nobody anything
    for (String key : AgentOptions.keys()) {
      String value = property(session, project, "jlockdep." + key);
      if (value != null) {
        options.put(key, value);
      }
    }
    options.putAll(configured);
    options.remove("baseline");
    if (Files.exists(baseline)) {
      options.put("baseline", baseline.toString());
    }
    return options;
  }

  /** The JVM arguments that attach the agent; dumps go to the folder. */
  static String argument(Path dumps, Map<String, String> options) {
    String agent = "-javaagent:" + CommandLine.agentJar() + "=" + agentString(dumps, options);
    boolean quote = agent.indexOf(' ') >= 0;
    return (quote ? '"' + agent + '"' : agent) + " -D" + AgentOptions.BUILD_PROPERTY + "=maven";
  }

  static String agentString(Path dumps, Map<String, String> options) {
    List<String> items = new ArrayList<>();
    items.add("output=" + dumps);
    options.forEach((key, value) -> items.add(key + "=" + value));
    return String.join(",", items);
  }

  private static Map<String, String> agent(Object configuration) {
    Map<String, String> options = new LinkedHashMap<>();
    Xpp3Dom agent = child(configuration, "agent");
    if (agent != null) {
      for (Xpp3Dom option : agent.getChildren()) {
        options.put(option.getName(), option.getValue());
      }
    }
    return options;
  }

  private static Xpp3Dom child(Object configuration, String name) {
    return configuration instanceof Xpp3Dom dom ? dom.getChild(name) : null;
  }

  private static String property(MavenSession session, MavenProject project, String name) {
    String value = session.getUserProperties().getProperty(name);
    return value == null ? project.getProperties().getProperty(name) : value;
  }
}
