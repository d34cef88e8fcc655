package dev.jlockdep.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals that read dumps have in common. */
abstract class DumpsMojo extends AbstractMojo {
  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  /** Watch nothing and judge nothing. */
  @Parameter(property = "jlockdep.skip", defaultValue = "false")
  private boolean skip;

  /** More dumps to judge with those of this build: folders, files. */
  @Parameter(property = "jlockdep.dumps")
  private List<File> dumps = new ArrayList<>();

  /** The file of accepted findings, from the top folder of the sources. */
  @Parameter(property = "jlockdep.baseline", defaultValue = BuildDumps.BASELINE)
  private String baseline;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip && skippable()) {
      getLog().info("jlockdep: skipped");
      return;
    }
    try {
      run();
    } catch (IOException e) {
      throw new MojoExecutionException("jlockdep: cannot read the dumps of the build: " + e, e);
    }
  }

  abstract void run() throws IOException, MojoExecutionException, MojoFailureException;

  /** Whether {@code skip} makes the goal do nothing. */
  boolean skippable() {
    return true;
  }

  final MavenSession session() {
    return session;
  }

  final Path baseline() {
    return BuildDumps.baseline(session, baseline);
  }

  final BuildDumps dumps() {
    List<Path> paths = new ArrayList<>();
    dumps.forEach(file -> paths.add(file.toPath()));
    return new BuildDumps(session, paths, baseline());
  }

  /** All dumps of the build as one; fails where there is none. */
  final BuildDumps merged() throws IOException, MojoFailureException {
    BuildDumps all = dumps();
    if (all.paths().isEmpty()) {
      throw new MojoFailureException("jlockdep: no dump found in the modules of this build; run"
          + " mvn verify before");
    }
    CommandLine merge = all.merge();
    merge.err().forEach(new Output()::warn);
    merge.out().forEach(new Output()::info);
    return all;
  }

  /** Prints what a command said and fails as it failed. */
  static void finish(CommandLine command) throws MojoFailureException {
    new Output().print(command);
    if (command.status() != CommandLine.CLEAN) {
      throw new MojoFailureException(command.lastLine());
    }
  }
}
