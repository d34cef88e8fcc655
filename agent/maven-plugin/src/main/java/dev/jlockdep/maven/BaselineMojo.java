package dev.jlockdep.maven;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Accepts findings of the last build, with a reason, in the file that {@code check} reads. */
@Mojo(name = "baseline", aggregator = true, threadSafe = true)
public final class BaselineMojo extends DumpsMojo {
  /** The findings to accept; without it all failing ones. */
  @Parameter(property = "jlockdep.id")
  private List<String> ids = new ArrayList<>();

  /** Why they are accepted. */
  @Parameter(property = "jlockdep.reason")
  private String reason;

  /** The last day on which they are, year-month-day. */
  @Parameter(property = "jlockdep.until")
  private String until;

  /** Who accepts them; the user, unless said. */
  @Parameter(property = "jlockdep.by")
  private String by;

  /** Take out entries that no finding needs any more. */
  @Parameter(property = "jlockdep.prune", defaultValue = "false")
  private boolean prune;

  @Override
  void run() throws IOException, MojoFailureException {
    BuildDumps all = merged();
    List<String> arguments = new ArrayList<>(List.of("baseline"));
    arguments.addAll(List.of("--baseline", baseline().toString()));
    ids.forEach(id -> add(arguments, "--id", id));
    add(arguments, "--reason", reason);
    add(arguments, "--until", until);
    add(arguments, "--by", by);
    if (prune) {
      arguments.add("--prune");
    }
    arguments.add(all.merged().toString());
    finish(CommandLine.run(arguments));
  }

  private static void add(List<String> arguments, String option, String value) {
    if (value != null) {
      arguments.add(option);
      arguments.add(value);
    }
  }
}
