package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.merge.GraphDiff;
import dev.jlockdep.agent.report.DumpSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two graphs: what a change did to the order of locks. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Orders of locks that are new, gone, or against an order that was there.",
    footer = "Exit 1 when a new order goes against an old one, 3 when one side has no dump.")
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OLD", description = "dump or folder before the change")
  private Path before;

  @Parameters(index = "1", paramLabel = "NEW", description = "dump or folder after it")
  private Path after;

  @Option(names = "--quiet", description = "only what goes against an old order")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    DumpSet oldDumps = read(before);
    DumpSet newDumps = read(after);
    if (oldDumps == null || newDumps == null) {
      return CheckCommand.NOTHING_PROVEN;
    }
    PrintWriter out = spec.commandLine().getOut();
    GraphDiff diff = new GraphDiff(oldDumps, newDumps);
    List<GraphDiff.Reversal> reversed = diff.reversed();
    if (!quiet) {
      diff.added().forEach(order -> print("+ ", order, out));
      diff.removed().forEach(order -> print("- ", order, out));
    }
    for (GraphDiff.Reversal reversal : reversed) {
      print("! ", reversal.order(), out);
      out.println("      against the order " + String.join(" -> ", reversal.way())
          + (reversal.closesCircle() ? ", which is still there: a circle" : ", which is gone now"));
    }
    out.println("jlockdep: " + diff.added().size() + " orders added, " + diff.removed().size()
        + " removed, " + reversed.size() + " against an old one");
    return reversed.isEmpty() ? CheckCommand.CLEAN : CheckCommand.FINDINGS;
  }

  private DumpSet read(Path path) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (!Files.exists(path)) {
      err.println("jlockdep: no such file or folder: " + path);
      return null;
    }
    DumpSet dumps = DumpSet.read(List.of(path), DumpArguments.progress(spec));
    DumpArguments.complain(dumps, err);
    if (dumps.dumps().stream().allMatch(dump -> dump.unreadable())) {
      err.println("jlockdep: no dump found in " + path);
      return null;
    }
    return dumps;
  }

  private static void print(String mark, GraphDiff.Order order, PrintWriter out) {
    out.println(mark + order);
    out.println("      held at " + order.heldAt() + ", asked at " + order.requestedAt());
  }
}
