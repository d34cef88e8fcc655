package dev.jlockdep.maven;

import java.io.IOException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/** Makes one dump of the dumps of all modules, in the build folder of the top module. */
@Mojo(name = "merge", aggregator = true, threadSafe = true)
public final class MergeMojo extends DumpsMojo {
  @Override
  void run() throws IOException, MojoFailureException {
    merged();
  }
}
