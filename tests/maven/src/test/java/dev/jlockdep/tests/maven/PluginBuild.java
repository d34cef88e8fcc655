package dev.jlockdep.tests.maven;

import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.MavenBuild;
import java.nio.file.Path;

/** A build of a project of {@code src/it} that has the plugin in its pom. */
final class PluginBuild {
  private PluginBuild() {}

  /** A copy of the project in a folder whose name has a blank, the parent of all beside it. */
  static MavenBuild of(String project, Path folder, Jdk jdk) {
    return of("", project, folder, jdk);
  }

  /**
   * As the other one.
   *
   * @param version of Maven: empty (the one of this build), {@code .3.9} or {@code .4}
   */
  static MavenBuild of(String version, String project, Path folder, Jdk jdk) {
    Path its = Path.of("src", "it").toAbsolutePath();
    Path work = folder.resolve("my work");
    MavenBuild.copy(its.resolve("parent"), work.resolve("parent"));
    MavenBuild.copy(its.resolve(project), work.resolve(project));
    return again(version, work.resolve(project), jdk);
  }

  /** Another build of a project that was built. */
  static MavenBuild again(MavenBuild before, Jdk jdk) {
    return again("", before.folder(), jdk);
  }

  private static MavenBuild again(String version, Path folder, Jdk jdk) {
    return MavenBuild.of(Path.of(System.getProperty("builds.maven" + version)), folder).on(jdk)
        .repository(Path.of(System.getProperty("builds.repository")))
        .with("-Dfilled=" + Path.of(System.getProperty("builds.filled")).toUri())
        .with("-Dcommon=" + Path.of("src", "it", "common").toAbsolutePath())
        .with("-Djlockdep=" + System.getProperty("builds.jlockdep"))
        .with("-Djunit5=" + System.getProperty("builds.junit"));
  }
}
