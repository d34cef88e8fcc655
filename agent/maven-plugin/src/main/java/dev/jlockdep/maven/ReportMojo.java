package dev.jlockdep.maven;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes reports of the dumps of all modules. */
@Mojo(name = "report", aggregator = true, threadSafe = true)
public final class ReportMojo extends DumpsMojo {
  /** Formats of the command line; files go to the build folder of the top module. */
  @Parameter(property = "jlockdep.formats", defaultValue = "html")
  private List<String> formats = new ArrayList<>();

  @Override
  void run() throws IOException, MojoFailureException {
    BuildDumps all = merged();
    for (String format : formats) {
      finish(all.report(format));
    }
  }
}
