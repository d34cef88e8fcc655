package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the page about a kind of finding; the pages are {@code agent/docs/findings}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Say what a kind of finding means: wrong code, right code, what to do.",
    footer = {
      "Kinds: RECURSION, CYCLE, BAD_RELEASE, LEAK, DEADLOCK, UNGUARDED, CONTEXT, LIVELOCK,",
      "LOST_SIGNAL, STALL, INCOMPLETE."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String PAGES = "/META-INF/jlockdep/findings/";
  private static final List<String> KINDS =
      List.of(
          "RECURSION", "CYCLE", "BAD_RELEASE", "LEAK", "DEADLOCK", "UNGUARDED", "CONTEXT",
          "LIVELOCK", "LOST_SIGNAL", "STALL", "INCOMPLETE");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KIND", description = "the kind, as in the dump")
  private String kind;

  @Override
  public Integer call() throws IOException {
    String wanted = kind.toUpperCase(Locale.ROOT).replace('-', '_');
    if (!KINDS.contains(wanted)) {
      throw new ParameterException(
          spec.commandLine(),
          "no kind of finding is called " + kind + "; nearest is " + Nearest.to(wanted, KINDS)
              + ", known are " + String.join(", ", KINDS));
    }
    spec.commandLine().getOut().print(page(wanted));
    spec.commandLine().getOut().flush();
    return CheckCommand.CLEAN;
  }

  private static String page(String kind) throws IOException {
    try (InputStream in = ExplainCommand.class.getResourceAsStream(PAGES + kind + ".md")) {
      if (in == null) {
        throw new IOException("the page is missing in this jar: build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
