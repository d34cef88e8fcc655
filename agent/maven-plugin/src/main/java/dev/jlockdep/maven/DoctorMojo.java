package dev.jlockdep.maven;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Says of each module whether its tests get the agent, and of each dump whether it is sound. */
@Mojo(name = "doctor", aggregator = true, threadSafe = true)
public final class DoctorMojo extends DumpsMojo {
  private final Output output = new Output();

  @Override
  void run() throws IOException, MojoFailureException {
    for (MavenProject module : session().getProjects()) {
      print(module);
    }
    List<String> arguments = new ArrayList<>(List.of("doctor"));
    List<String> paths = dumps().paths();
    for (MavenProject module : session().getProjects()) {
      if (paths.isEmpty()) {
        // named all the same, so that the command looks nowhere else
        arguments.add(TestRuns.folder(module).toString());
      }
    }
    arguments.addAll(paths);
    finish(CommandLine.run(arguments));
  }

  private void print(MavenProject module) throws IOException {
    PluginBlock block = PluginBlock.of(module);
    if (block == null) {
      output.info(module.getArtifactId() + ": the plugin is not in its pom");
      return;
    }
    String how = block.skipped(session()) ? "skipped"
        : block.extensions() ? "argLine is set by the plugin"
        : "no <extensions>true</extensions>: the argLine must be @{argLine} ...";
    output.info(module.getArtifactId() + ": " + how);
    for (String kind : TestRuns.KINDS) {
      Plugin tests = module.getPlugin("org.apache.maven.plugins:maven-" + kind + "-plugin");
      if (tests != null) {
        output.info("  " + kind + " argLine: " + argLine(tests));
      }
    }
    for (String kind : TestRuns.unwatched(module, 0)) {
      output.warn("  " + kind + " ran tests and left no dump");
    }
  }

  private static String argLine(Plugin tests) {
    Xpp3Dom argLine = tests.getConfiguration() instanceof Xpp3Dom configuration
        ? configuration.getChild(PluginBlock.ARG_LINE) : null;
    return argLine == null || argLine.getValue() == null ? "none" : argLine.getValue();
  }

  @Override
  boolean skippable() {
    return false;
  }
}
