package dev.jlockdep.maven;

import java.util.List;
import org.apache.maven.AbstractMavenLifecycleParticipant;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * What {@code <extensions>true</extensions>} turns on: every module that has the plugin gets the
 * agent on its Surefire and Failsafe, whatever argLine its pom has, and the goals of the plugin.
 */
public final class AgentParticipant extends AbstractMavenLifecycleParticipant {
  @Override
  public void afterProjectsRead(MavenSession session) {
    for (MavenProject project : session.getProjects()) {
      PluginBlock block = PluginBlock.of(project);
      if (block != null && block.extensions()) {
        block.bindGoals();
        if (!block.skipped(session)) {
          block.attach(session);
        }
      }
    }
  }

  /** A build that failed, or ended before {@code verify}, still says what was found in it. */
  @Override
  public void afterSessionEnd(MavenSession session) {
    if (Judging.pending(session)) {
      PluginBlock block = PluginBlock.of(session.getTopLevelProject());
      String baseline = block == null ? null : block.configured(session, "baseline");
      BuildDumps dumps =
          new BuildDumps(session, List.of(), BuildDumps.baseline(session, baseline));
      new Verdict(session, dumps, List.of("html")).print(session.getStartTime().getTime());
    }
  }
}
