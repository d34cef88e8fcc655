package dev.jlockdep.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.AgentOptions;
import java.io.File;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.eclipse.aether.RepositorySystemSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the block in a pom does to the module. */
class PluginBlockTest {
  @TempDir
  Path folder;

  private final MavenProject project = new MavenProject(new Model());
  private final MavenExecutionRequest request = new DefaultMavenExecutionRequest();

  @Test
  void literalArgLineComesAfterTheAgent() throws Exception {
    Plugin surefire = plugin("org.apache.maven.plugins", "maven-surefire-plugin", "");
    PluginExecution execution = new PluginExecution();
    execution.setConfiguration(dom("<argLine>-Xmx9m</argLine>"));
    surefire.addExecution(execution);
    block("").attach(session());
    assertTrue(argLine(execution.getConfiguration()).endsWith(" -Xmx9m"));
    assertTrue(argLine(execution.getConfiguration()).startsWith("-javaagent:"));
    assertTrue(argLine(surefire.getConfiguration()).endsWith(" ${argLine}"), "where it has none");
    assertEquals("", project.getProperties().getProperty("argLine"));
  }

  @Test
  void attachingTwiceIsAttachingOnce() throws Exception {
    Plugin surefire = plugin("org.apache.maven.plugins", "maven-surefire-plugin", "");
    PluginBlock block = block("");
    block.attach(session());
    String once = argLine(surefire.getConfiguration());
    block.attach(session());
    assertEquals(once, argLine(surefire.getConfiguration()));
  }

  @Test
  void eachPluginHasItsFolder() throws Exception {
    Plugin failsafe = plugin("org.apache.maven.plugins", "maven-failsafe-plugin", "");
    block("").attach(session());
    assertTrue(argLine(failsafe.getConfiguration()).contains(
        "output=" + Path.of("target", "jlockdep", "failsafe")));
  }

  @Test
  void optionsOfTheBlockWinOverTheCommandLine() throws Exception {
    request.getUserProperties().setProperty("jlockdep.failOn", "actual");
    request.getUserProperties().setProperty("jlockdep.watch", "false");
    PluginBlock block = block("<agent><failOn>possible</failOn></agent>");
    assertEquals("possible", block.options(session()).get("failOn"));
    assertEquals("false", block.options(session()).get("watch"));
    assertNull(block.options(session()).get("baseline"), "the file is not there");
  }

  @Test
  void goalsThatThePomBindsAreNotBoundAgain() throws Exception {
    PluginBlock block = block("");
    PluginExecution own = new PluginExecution();
    own.addGoal("check");
    own.setPhase("install");
    project.getPlugin(PluginBlock.KEY).addExecution(own);
    block.bindGoals();
    List<PluginExecution> executions = project.getPlugin(PluginBlock.KEY).getExecutions();
    assertEquals(2, executions.size());
    assertEquals(List.of("prepare-agent"), executions.get(1).getGoals());
  }

  @Test
  void skipIsReadAsMavenReadsIt() throws Exception {
    assertFalse(block("").skipped(session()));
    request.getUserProperties().setProperty("jlockdep.skip", "true");
    assertTrue(block("").skipped(session()));
    assertFalse(block("<skip>false</skip>").skipped(session()));
  }

  @Test
  void pathWithBlankIsQuoted() {
    String argument = PluginBlock.argument(Path.of("my shop", "jlockdep"), Map.of());
    assertTrue(argument.startsWith("\"-javaagent:"), argument);
    assertTrue(argument.endsWith("jlockdep\" -Djlockdep.build=maven"), argument);
  }

  @Test
  void propertiesOfGoalsAreNoMisspeltOptions() {
    Properties before = (Properties) System.getProperties().clone();
    try {
      for (String name : List.of("skip", "dumps", "baseline", "formats", "haltOnFailure", "id",
          "reason", "until", "by", "prune", "propertyName", "build")) {
        System.setProperty("jlockdep." + name, "x");
      }
      assertEquals("", AgentOptions.parse("").error());
    } finally {
      System.setProperties(before);
    }
  }

  private PluginBlock block(String configuration) throws Exception {
    if (project.getPlugin(PluginBlock.KEY) == null) {
      plugin("dev.jlockdep", "jlockdep-maven-plugin", configuration);
    }
    project.getPlugin(PluginBlock.KEY).setConfiguration(dom(configuration));
    return PluginBlock.of(project);
  }

  private Plugin plugin(String group, String artifact, String configuration) throws Exception {
    if (project.getBuild().getDirectory() == null) {
      project.getModel().setBuild(new Build());
      project.getBuild().setDirectory("target");
    }
    Plugin plugin = new Plugin();
    plugin.setGroupId(group);
    plugin.setArtifactId(artifact);
    plugin.setConfiguration(dom(configuration));
    project.getBuild().addPlugin(plugin);
    project.getBuild().flushPluginMap();
    return plugin;
  }

  @SuppressWarnings("deprecation")
  // a session without a container; the other constructors need one too
  private MavenSession session() {
    request.setMultiModuleProjectDirectory(new File(folder.toString()));
    return new MavenSession(
        null, (RepositorySystemSession) null, request,
        new DefaultMavenExecutionResult());
  }

  private static Xpp3Dom dom(String children) throws Exception {
    return Xpp3DomBuilder.build(
        new StringReader("<configuration>" + children + "</configuration>"));
  }

  private static String argLine(Object configuration) {
    return ((Xpp3Dom) configuration).getChild("argLine").getValue();
  }
}
