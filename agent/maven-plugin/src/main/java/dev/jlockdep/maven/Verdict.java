package dev.jlockdep.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** The one judgement of a build: of all dumps of all its modules together. */
final class Verdict {
  private final MavenSession session;
  private final BuildDumps dumps;
  private final List<String> formats;
  private final Output output = new Output();

  /**
   * @param formats of reports to write, as the command line names them
   */
  Verdict(MavenSession session, BuildDumps dumps, List<String> formats) {
    this.session = session;
    this.dumps = dumps;
    this.formats = formats;
  }

  /**
   * Judges, prints and writes the reports.
   *
   * @param since milliseconds; tests that ran later must have left a dump
   * @return what the build is told, empty when all is well
   */
  String print(long since) {
    try {
      return judge(since);
    } catch (IOException e) {
      throw new UncheckedIOException("jlockdep: cannot read the dumps of the build", e);
    }
  }

  private String judge(long since) throws IOException {
    if (BuildDumps.modules(session).isEmpty()) {
      output.info("jlockdep: skipped");
      return "";
    }
    List<String> unwatched = unwatched(since);
    unwatched.forEach(output::warn);
    if (dumps.paths().isEmpty()) {
      if (unwatched.isEmpty()) {
        output.info("jlockdep: no tests ran, nothing to check");
        return "";
      }
      return unwatched.get(0);
    }
    CommandLine merge = dumps.merge();
    merge.err().forEach(output::warn);
    CommandLine check = dumps.check();
    output.print(check);
    for (String format : formats) {
      output.print(dumps.report(format));
    }
    if (check.status() != CommandLine.CLEAN) {
      return check.lastLine();
    }
    if (merge.status() != CommandLine.CLEAN) {
      return merge.lastLine();
    }
    return unwatched.isEmpty() ? "" : unwatched.get(0);
  }

  private List<String> unwatched(long since) throws IOException {
    List<String> lines = new ArrayList<>();
    for (MavenProject module : BuildDumps.modules(session)) {
      for (String kind : TestRuns.unwatched(module, since)) {
        lines.add("jlockdep: no dump found of the tests that " + kind + " ran in "
            + module.getArtifactId() + ": they were not watched. forkCount=0 starts no JVM to watch;"
            + " jlockdep:doctor shows the argLine; set jlockdep.skip where this is meant");
      }
    }
    return lines;
  }
}
