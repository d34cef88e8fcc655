package dev.jlockdep.maven;

import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * Which modules of a build were prepared and have come to their check. The last one to come judges
 * for all. Kept with the projects, in types of the JDK, since goals and participant may be loaded
 * twice. Modules may be built in parallel: the session's request is the lock.
 */
final class Judging {
  private static final String PREPARED = "jlockdep.prepared";
  private static final String CHECKED = "jlockdep.checked";
  private static final String JUDGED = "jlockdep.judged";

  private Judging() {}

  /** The tests of the module are about to run in this build. */
  static void prepared(MavenProject project) {
    project.setContextValue(PREPARED, true);
  }

  /**
   * The module has come to its check.
   *
   * @param everyModule whether the goal runs in every module, as it does from the command line
   * @return whether it is the last one, which judges
   */
  static boolean isLast(MavenSession session, MavenProject project, boolean everyModule) {
    synchronized (session.getRequest()) {
      project.setContextValue(CHECKED, true);
      for (MavenProject module : session.getProjects()) {
        PluginBlock block = PluginBlock.of(module);
        boolean comes = everyModule || block != null && block.judges();
        if (comes && module.getContextValue(CHECKED) == null) {
          return false;
        }
      }
      session.getTopLevelProject().setContextValue(JUDGED, true);
      return true;
    }
  }

  /** Whether tests may have run in this build, and nobody has judged. */
  static boolean pending(MavenSession session) {
    List<MavenProject> projects = session.getProjects();
    if (projects == null || projects.isEmpty()) {
      return false;
    }
    boolean prepared =
        projects.stream().anyMatch(project -> project.getContextValue(PREPARED) != null);
    return prepared && session.getTopLevelProject().getContextValue(JUDGED) == null;
  }
}
