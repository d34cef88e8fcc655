package dev.jlockdep.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * The gate: judges the dumps, so no rerun and no ignored test failure gets past it. In a build of
 * many modules the last one judges for all, so that orders of different modules meet.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends DumpsMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  /** Reports to write into the build folder of the top module, as the command line names them. */
  @Parameter(property = "jlockdep.formats", defaultValue = "html")
  private List<String> formats = new ArrayList<>();

  /** Whether failing findings make the build fail. */
  @Parameter(property = "jlockdep.haltOnFailure", defaultValue = "true")
  private boolean haltOnFailure;

  @Override
  void run() throws MojoFailureException {
    boolean direct = execution.getSource() == MojoExecution.Source.CLI;
    if (!Judging.isLast(session(), project, direct)) {
      return;
    }
    long since = direct ? 0 : session().getStartTime().getTime();
    String failure = new Verdict(session(), dumps(), formats).print(since);
    if (!failure.isEmpty() && haltOnFailure) {
      throw new MojoFailureException(failure);
    }
  }

  /** A module that skips may be the last one, which judges the others. */
  @Override
  boolean skippable() {
    return false;
  }
}
