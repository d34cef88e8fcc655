package dev.jlockdep.fs.workload;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What to run.
 *
 * @param millis how long
 * @param golden file of the reviewed dependencies; null for those in the jar
 * @param writeGolden file to write the dependencies to, reviewed and seen; null to judge them
 */
record SoakOptions(
    List<String> workloads, long millis, long seed, String golden, String writeGolden) {
  private static final long DEFAULT_MILLIS = 10_000;

  /** Reads a command line; {@link IllegalArgumentException} says what is wrong with it. */
  static SoakOptions parse(List<String> words) {
    List<String> workloads = new ArrayList<>();
    long millis = DEFAULT_MILLIS;
    long seed = System.nanoTime();
    String golden = null;
    String writeGolden = null;
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--minutes" -> millis = millis(word, rest, 60_000);
        case "--seconds" -> millis = millis(word, rest, 1_000);
        case "--seed" -> seed = seed(word, rest);
        case "--golden" -> golden = value(word, rest);
        case "--write-golden" -> writeGolden = value(word, rest);
        default -> workloads.addAll(ids(word));
      }
    }
    return new SoakOptions(
        workloads.isEmpty() ? Workloads.SOAK : workloads, millis, seed, golden,
        writeGolden);
  }

  private static List<String> ids(String word) {
    if (word.equals("all")) {
      return List.copyOf(Workloads.ids());
    }
    List<String> ids = List.of(word.split(","));
    for (String id : ids) {
      if (Workloads.get(id) == null) {
        throw new IllegalArgumentException(
            "unknown workload or option \"" + id + "\", known: all, "
                + String.join(", ", Workloads.ids())
                + ", --minutes, --seconds, --seed, --golden, --write-golden");
      }
    }
    return ids;
  }

  private static long millis(String option, Iterator<String> rest, int unitMillis) {
    double number = number(option, rest);
    if (number <= 0) {
      throw new IllegalArgumentException(option + " " + number + " is no time");
    }
    return Math.round(number * unitMillis);
  }

  private static long seed(String option, Iterator<String> rest) {
    String text = value(option, rest);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " \"" + text + "\" is no whole number", e);
    }
  }

  private static double number(String option, Iterator<String> rest) {
    String text = value(option, rest);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " \"" + text + "\" is no number", e);
    }
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }
}
