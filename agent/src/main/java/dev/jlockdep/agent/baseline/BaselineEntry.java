package dev.jlockdep.agent.baseline;

import dev.jlockdep.agent.report.FindingRecord;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One accepted finding: a line of the baseline. Nothing in it moves when code is edited elsewhere:
 * no line numbers, no thread names.
 *
 * @param level the level up to which it is accepted
 * @param classes the lock classes in cycle order
 * @param since when it was accepted
 * @param until the last day it is accepted, or null
 */
public record BaselineEntry(
    String id,
    String kind,
    String level,
    List<String> classes,
    LocalDate since,
    String by,
    LocalDate until,
    String reason) {
  static final int COLUMNS = 8;
  private static final String SEPARATOR = " | ";
  private static final String ARROW = " -> ";

  /** The entry that accepts a finding as it is. */
  public static BaselineEntry of(
      FindingRecord finding, LocalDate since, String by, LocalDate until, String reason) {
    return new BaselineEntry(
        finding.fingerprint(), finding.kind(), finding.level(), finding.classes(), since, by, until,
        reason);
  }

  String line() {
    List<String> circle = new ArrayList<>(classes);
    if (circular(kind) && !classes.isEmpty()) {
      circle.add(classes.get(0));
    }
    return String.join(
        SEPARATOR,
        id,
        kind,
        level,
        escape(String.join(ARROW, circle)),
        since.toString(),
        escape(by),
        until == null ? "-" : until.toString(),
        escape(reason));
  }

  private static boolean circular(String kind) {
    return kind.equals("CYCLE") || kind.equals("STALL") || kind.equals("RECURSION");
  }

  private static String escape(String text) {
    return text.replace(SEPARATOR, " \\| ").replace('\n', ' ');
  }

  /** Reads a line; the message of the exception names what is wrong and what to write. */
  static BaselineEntry read(String line) {
    String[] columns = line.split(Pattern.quote(SEPARATOR), -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(
          columns.length + " columns where " + COLUMNS + " belong: id | kind | level | circle | since"
              + " | by | until or - | reason");
    }
    for (int i = 0; i < columns.length; i++) {
      columns[i] = columns[i].trim().replace(" \\| ", SEPARATOR);
    }
    if (!columns[0].matches("LD-[0-9a-f]{8}")) {
      throw new IllegalArgumentException(
          "no finding id: \"" + columns[0] + "\"; ids look like LD-0123abcd");
    }
    if (columns[7].isEmpty() || columns[7].equals("...")) {
      throw new IllegalArgumentException(
          "no reason for " + columns[0] + ": say in the last column why it is accepted");
    }
    List<String> classes = new ArrayList<>(List.of(columns[3].split(ARROW, -1)));
    int last = classes.size() - 1;
    if (circular(columns[1]) && last > 0 && classes.get(last).equals(classes.get(0))) {
      classes.remove(last);
    }
    return new BaselineEntry(
        columns[0],
        columns[1],
        columns[2],
        List.copyOf(classes),
        date(columns[4]),
        columns[5],
        columns[6].equals("-") ? null : date(columns[6]),
        columns[7]);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no date: \"" + text + "\"; write year-month-day", e);
    }
  }

  /** Whether it is over. */
  public boolean expired(LocalDate today) {
    return until != null && today.isAfter(until);
  }
}
