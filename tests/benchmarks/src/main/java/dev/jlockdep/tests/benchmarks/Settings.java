package dev.jlockdep.tests.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What to measure and how long, read from the command line. */
final class Settings {
  static final String HELP =
      """
      usage: java -jar benchmarks.jar [OPTIONS]
        --agent JAR         the agent (agent/target/jlockdep.jar of this tree)
        --agent-options S   options handed to the agent (onFinding=report)
        --only REGEX        benchmarks whose name matches, such as Monitor.*depth3 (all)
        --threads LIST      thread counts (1,2)
        --virtual BOOLEAN   run the benchmarks on virtual threads, JDK 21 and later (false)
        --rounds N          alternations of bare and agent for each row (1)
        --warmup N --samples N --millis N
                            iterations of a fork and the length of each (4, 10, 300)
        --startup N         alternations for the start-up figure, 0 leaves it out (7)
        --growth N          runs of the new-dependency figure, 0 leaves it out (1)
        --limit R           exit 1 when a ratio of a row is above R (no limit)
      Runs on the JDK that runs it. The table goes to stdout, progress to stderr.""";

  Path agent;
  String agentOptions = "onFinding=report";
  String only = "";
  List<Integer> threads = List.of(1, 2);
  boolean virtual;
  int rounds = 1;
  int warmup = 4;
  int samples = 10;
  int millis = 300;
  int startup = 7;
  int growth = 1;
  double limit = Double.POSITIVE_INFINITY;

  private Settings() {}

  static Settings parse(String[] words) {
    Settings settings = new Settings();
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length) {
        throw new IllegalArgumentException(words[i] + " needs a value");
      }
      settings.set(words[i], words[i + 1]);
    }
    if (settings.agent == null) {
      settings.agent = agentOfThisTree();
    }
    if (!Files.isRegularFile(settings.agent)) {
      throw new IllegalArgumentException(
          "no agent at " + settings.agent + ": build it first, or name it with --agent");
    }
    return settings;
  }

  String agentArgument() {
    String options = agentOptions.isEmpty() ? "" : "=" + agentOptions;
    return "-javaagent:" + agent.toAbsolutePath().normalize() + options;
  }

  private void set(String option, String value) {
    switch (option) {
      case "--agent" -> agent = Path.of(value);
      case "--agent-options" -> agentOptions = value;
      case "--only" -> only = value;
      case "--threads" -> threads = numbers(option, value);
      case "--virtual" -> virtual = Boolean.parseBoolean(value);
      case "--rounds" -> rounds = number(option, value, 1);
      case "--warmup" -> warmup = number(option, value, 0);
      case "--samples" -> samples = number(option, value, 1);
      case "--millis" -> millis = number(option, value, 1);
      case "--startup" -> startup = number(option, value, 0);
      case "--growth" -> growth = number(option, value, 0);
      case "--limit" -> limit = Double.parseDouble(value);
      default -> throw new IllegalArgumentException("unknown option \"" + option + "\"");
    }
  }

  private static List<Integer> numbers(String option, String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String word : list.split(",")) {
      numbers.add(number(option, word, 1));
    }
    return numbers;
  }

  private static int number(String option, String word, int least) {
    try {
      int number = Integer.parseInt(word);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a number that is too small
    }
    throw new IllegalArgumentException(
        String.format(Locale.ROOT, "%s \"%s\" is no number of at least %d", option, word, least));
  }

  /** This code lies in tests/benchmarks/target, the agent in agent/target. */
  private static Path agentOfThisTree() {
    Path here;
    try {
      here = Path.of(Settings.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot tell where this code lies", e);
    }
    Path tree = here.resolve("../../../..").normalize();
    return tree.resolve("agent/target/jlockdep.jar");
  }
}
