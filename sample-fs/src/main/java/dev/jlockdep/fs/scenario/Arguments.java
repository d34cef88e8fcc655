package dev.jlockdep.fs.scenario;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The command line, read. */
final class Arguments {
  private static final String ALL = "all";
  private static final String HELP = "help";
  private static final List<String> HELP_OPTIONS = List.of("--help", "-h");
  /** The last two are none of this package's; they are known all the same. */
  private static final List<String> COMMANDS =
      List.of("list", "run", HELP, "soak", "throughput");
  private static final List<String> OPTIONS =
      List.of("--mode", "--fixed", "--benign", "--forced", "--timeout", "--device", "--row");
  private static final List<String> MODES = List.of("forced", "benign", "fixed");
  private static final List<String> DEVICES = List.of("file", "memory");

  private final String command;
  private final List<String> targets = new ArrayList<>();
  private Mode mode;
  private RunOptions options = RunOptions.DEFAULT;
  private boolean rowOnly;

  private Arguments(String command) {
    this.command = command;
  }

  static Arguments parse(String[] words) throws UsageException {
    Iterator<String> rest = List.of(words).iterator();
    if (!rest.hasNext()) {
      throw new UsageException("no command given, known: " + String.join(", ", COMMANDS));
    }
    String first = rest.next();
    Arguments arguments =
        new Arguments(HELP_OPTIONS.contains(first) ? HELP : oneOf("command", first, COMMANDS));
    if (arguments.command.equals("run")) {
      arguments.parseRun(rest);
    } else if (rest.hasNext()) {
      throw new UsageException(arguments.command + " takes no \"" + rest.next() + "\"");
    }
    return arguments;
  }

  String command() {
    return command;
  }

  /** Scenario ids. */
  List<String> targets() {
    return targets;
  }

  /** Whether each run is to have a JVM of its own. */
  boolean forks() {
    return !rowOnly && targets.size() > 1;
  }

  /** Null when no mode was asked for. */
  Mode mode() {
    return mode;
  }

  RunOptions options() {
    return options;
  }

  /** Whether only rows of the table are wanted, by the run that forked this one. */
  boolean rowOnly() {
    return rowOnly;
  }

  private void parseRun(Iterator<String> rest) throws UsageException {
    while (rest.hasNext()) {
      String word = rest.next();
      if (word.startsWith("-")) {
        parseOption(oneOf("option", word, OPTIONS), rest);
      } else if (targets.isEmpty()) {
        scenarios(word);
      } else {
        throw new UsageException(
            "run takes one list of scenarios (U1,U2), not also \"" + word + "\"");
      }
    }
    if (targets.isEmpty()) {
      throw new UsageException(
          "run needs a scenario, several as U1,U2, or all; \"list\" shows them");
    }
  }

  private void parseOption(String option, Iterator<String> rest) throws UsageException {
    switch (option) {
      case "--mode" -> mode(oneOf("mode", value(option, rest), MODES));
      case "--timeout" ->
          options = new RunOptions(millis(value(option, rest)), options.inMemory());
      case "--device" ->
          options =
              new RunOptions(
                  options.hangMillis(),
                  oneOf("device", value(option, rest), DEVICES).equals("memory"));
      case "--row" -> rowOnly = true;
      default -> mode(option.substring(2));
    }
  }

  private void mode(String text) throws UsageException {
    Mode asked = Mode.valueOf(text.toUpperCase(Locale.ROOT));
    if (mode != null && mode != asked) {
      throw new UsageException("two modes asked for: " + mode.text() + " and " + asked.text());
    }
    mode = asked;
  }

  private static long millis(String seconds) throws UsageException {
    try {
      long millis = Math.round(Double.parseDouble(seconds) * 1000);
      if (millis > 0) {
        return millis;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a number that makes no sense
    }
    throw new UsageException("--timeout \"" + seconds + "\" is no number of seconds above 0");
  }

  private static String value(String option, Iterator<String> rest) throws UsageException {
    if (!rest.hasNext()) {
      throw new UsageException(option + " needs a value");
    }
    return rest.next();
  }

  /** {@code all}, or ids with commas between them. */
  private void scenarios(String words) throws UsageException {
    if (words.equals(ALL)) {
      targets.addAll(Catalog.ids());
      return;
    }
    for (String word : words.split(",")) {
      if (!known().contains(word)) {
        throw new UsageException(
            unknown("scenario", word, known()) + " \"list\" shows them all");
      }
      targets.add(word);
    }
  }

  private static List<String> known() {
    List<String> known = new ArrayList<>(Catalog.ids());
    known.add(ALL);
    return known;
  }

  private static String oneOf(String what, String word, List<String> known)
      throws UsageException {
    if (known.contains(word)) {
      return word;
    }
    throw new UsageException(unknown(what, word, known) + " known: " + String.join(", ", known));
  }

  private static String unknown(String what, String word, List<String> known) {
    return "unknown " + what + " \"" + word + "\", did you mean \"" + Nearest.to(word, known)
        + "\"?";
  }
}
