package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.merge.Merge;
import dev.jlockdep.agent.report.Progress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes one dump of many, and looks for circles that only the union has. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = "Make one dump of many, in any order; find circles that no single run saw.",
    footer = {
      "The result is a dump: check, report and merge take it. Merging a dump twice changes nothing.",
      "Exit 3 when a dump, or a part of one, could not be taken; the rest is merged all the same."
    })
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DumpArguments arguments;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "the merged dump; packed where the name ends in .gz")
  private Path file;

  @Option(
      names = "--dependencies-only",
      description = {
        "write only the dependencies, without stacks and findings, and which lie on a circle;",
        "no dump, but lines to compare or to count"
      })
  private boolean dependenciesOnly;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    int missing = arguments.missing();
    List<Path> dumps = arguments.files();
    dumps.removeIf(dump -> same(dump, file));
    Progress progress = DumpArguments.progress(spec);
    Merge merge = new Merge(progress);
    progress.begin(dumps.size());
    dumps.forEach(merge::add);
    if (dumps.isEmpty()) {
      err.println(DumpArguments.NONE);
      return CheckCommand.NOTHING_PROVEN;
    }
    List<String> found = write(merge);
    merge.notices().forEach(notice -> err.println("jlockdep: " + notice));
    merge.problems().forEach(problem -> err.println("jlockdep: " + problem));
    PrintWriter out = spec.commandLine().getOut();
    found.forEach(out::println);
    out.println("jlockdep: " + merge.counts() + "; "
        + (dependenciesOnly ? "" : found.size() + " circles that no single run has; ")
        + "written " + file);
    return missing + merge.problems().size() > 0
        ? CheckCommand.NOTHING_PROVEN : CheckCommand.CLEAN;
  }

  private static boolean same(Path dump, Path output) {
    return dump.toAbsolutePath().normalize().equals(output.toAbsolutePath().normalize());
  }

  private List<String> write(Merge merge) throws IOException {
    List<String> found = new ArrayList<>();
    OutputFile.write(file, raw -> found.addAll(write(merge, raw)));
    return found;
  }

  private List<String> write(Merge merge, OutputStream raw) throws IOException {
    try (OutputStream bytes = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : raw;
        BufferedWriter out =
            new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16)) {
      if (dependenciesOnly) {
        merge.writeDependencies(out);
        return List.of();
      }
      return merge.write(out);
    }
  }
}
