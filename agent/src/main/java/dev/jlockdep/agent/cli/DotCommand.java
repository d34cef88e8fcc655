package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.Nearest;
import dev.jlockdep.agent.report.DotWriter;
import dev.jlockdep.agent.report.DumpSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws the surroundings of one lock class. */
@Command(
    name = "dot",
    mixinStandardHelpOptions = true,
    description = "Print, as DOT, the lock classes around one of them.")
final class DotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DumpArguments arguments;

  @Option(
      names = "--class",
      required = true,
      paramLabel = "NAME",
      description = "the lock class: its name, or a part that only one name has")
  private String lockClass;

  @Option(
      names = "--radius",
      paramLabel = "N",
      description = "how many dependencies away (default: ${DEFAULT-VALUE})")
  private int radius = 1;

  @Override
  public Integer call() throws IOException {
    if (radius < 0) {
      throw new ParameterException(spec.commandLine(), "--radius must be 0 or more");
    }
    arguments.missing();
    DumpSet dumps = arguments.read();
    DumpArguments.complain(dumps, spec.commandLine().getErr());
    if (dumps.dumps().isEmpty()) {
      spec.commandLine().getErr().println(DumpArguments.NONE);
      return CheckCommand.NOTHING_PROVEN;
    }
    spec.commandLine().getOut().print(DotWriter.ego(dumps, chosen(dumps.classNames()), radius));
    spec.commandLine().getOut().flush();
    return CheckCommand.CLEAN;
  }

  private String chosen(Collection<String> names) {
    if (names.contains(lockClass)) {
      return lockClass;
    }
    List<String> matching = new ArrayList<>(names);
    matching.removeIf(name -> !name.contains(lockClass));
    if (matching.size() == 1) {
      return matching.get(0);
    }
    String nearest = Nearest.to(lockClass, names);
    String problem =
        matching.isEmpty()
            ? "no lock class is called " + lockClass + "; nearest is " + nearest
            : "several lock classes contain " + lockClass + ": " + String.join(", ", matching);
    throw new ParameterException(spec.commandLine(), problem);
  }
}
