package dev.jlockdep.maven;

import dev.jlockdep.agent.AgentOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Makes a module ready for tests that are watched: deletes the dumps of former builds and, where the
 * plugin has no {@code <extensions>true</extensions>}, puts the agent into a property that the
 * argLine of Surefire and Failsafe must name.
 */
@Mojo(name = "prepare-agent", defaultPhase = LifecyclePhase.INITIALIZE, threadSafe = true)
public final class PrepareAgentMojo extends AbstractMojo {
  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  /** Watch nothing and judge nothing. */
  @Parameter(property = "jlockdep.skip", defaultValue = "false")
  private boolean skip;

  /** Options of the agent, each as an element with its name. */
  @Parameter private Map<String, String> agent = new LinkedHashMap<>();

  /** The property that gets the agent where the plugin is no extension. */
  @Parameter(property = "jlockdep.propertyName", defaultValue = PluginBlock.ARG_LINE)
  private String propertyName;

  /** The file of accepted findings, from the top folder of the sources. */
  @Parameter(property = "jlockdep.baseline", defaultValue = BuildDumps.BASELINE)
  private String baseline;

  @Override
  public void execute() throws MojoExecutionException {
    if (skip) {
      getLog().info("jlockdep: skipped");
      define(propertyName);
      return;
    }
    Map<String, String> options = 
        PluginBlock.options(session, project, BuildDumps.baseline(session, baseline), agent);
    check(options);
    try {
      TestRuns.deleteOld(project, session.getStartTime().getTime());
    } catch (IOException e) {
      throw new MojoExecutionException("jlockdep: cannot delete the dumps of former builds", e);
    }
    if (!PluginBlock.attached(project)) {
      String argument = PluginBlock.argument(TestRuns.folder(project), options);
      define(propertyName);
      String before = project.getProperties().getProperty(propertyName);
      project.getProperties().setProperty(propertyName, (argument + " " + before).strip());
    }
    Judging.prepared(project);
  }

  /** {@code @{argLine}} of a property that is not there would end the test JVM. */
  private void define(String property) {
    Properties properties = project.getProperties();
    if (properties.getProperty(property) == null) {
      properties.setProperty(property, "");
    }
  }

  /** A wrong option is said here; in the test JVM it would only switch the agent off. */
  private void check(Map<String, String> options) throws MojoExecutionException {
    if (options.containsKey("output")) {
      throw new MojoExecutionException("jlockdep: option output=" + options.get("output")
          + ": dumps of a build are in " + TestRuns.folder(project) + "; remove the option");
    }
    String text = PluginBlock.agentString(TestRuns.folder(project), options);
    String error = AgentOptions.parse(text).error();
    if (!error.isEmpty()) {
      throw new MojoExecutionException(error);
    }
  }
}
