package dev.jlockdep.tests.support;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A finding as a test sees it: a {@code finding} record of a dump, or a finding of this JVM. */
public final class FindingRecord {
  private final Map<String, Object> record;

  private FindingRecord(Map<String, Object> record) {
    this.record = record;
  }

  /** The view on a record with the keys of a dump's {@code finding} records. */
  public static FindingRecord of(Map<String, Object> record) {
    return new FindingRecord(record);
  }

  /** The same view on a finding that was made in this JVM. */
  public static FindingRecord of(Finding finding) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("type", "finding");
    record.put("kind", finding.kind().name());
    record.put("level", finding.level().name());
    record.put("fingerprint", finding.fingerprint());
    record.put("message", finding.message());
    record.put("classes", finding.classes());
    record.put("positions", positionsOf(finding));
    record.put("threads", threadsOf(finding));
    record.put("evidence", finding.evidence());
    record.put("failing", finding.failing());
    record.put("test", finding.test());
    return new FindingRecord(record);
  }

  private static List<String> positionsOf(Finding finding) {
    List<String> positions = new ArrayList<>();
    finding.dependencies().forEach(dependency -> {
      addPosition(positions, dependency.requested().position(), dependency.requestStack());
      addPosition(positions, dependency.held().position(), dependency.heldStack());
    });
    if (positions.isEmpty()) {
      addPosition(positions, null, finding.stack());
    }
    return positions;
  }

  private static void addPosition(
      List<String> positions, StackTraceElement position, StackTraceElement[] stack) {
    if (position != null) {
      positions.add(position.toString());
    } else if (stack.length > 0) {
      positions.add(stack[0].toString());
    }
  }

  private static List<String> threadsOf(Finding finding) {
    List<String> threads = new ArrayList<>();
    finding.dependencies().forEach(dependency -> threads.add(dependency.thread()));
    if (threads.isEmpty()) {
      threads.add(finding.thread());
    }
    return threads;
  }

  public FindingKind kind() {
    return FindingKind.valueOf(text("kind").toUpperCase(Locale.ROOT));
  }

  public Level level() {
    return Level.valueOf(text("level").toUpperCase(Locale.ROOT));
  }

  public String fingerprint() {
    return text("fingerprint");
  }

  public String message() {
    return text("message");
  }

  /** Names of the lock classes, in cycle order. */
  public List<String> classes() {
    return texts("classes");
  }

  /** Where the locks were taken and asked for, each in the form of a stack trace line. */
  public List<String> positions() {
    return texts("positions");
  }

  public List<String> threads() {
    return texts("threads");
  }

  /** Lines that say why the level is what it is; none when the record carries none. */
  public List<String> evidence() {
    return record.get("evidence") == null ? List.of() : texts("evidence");
  }

  /** Whether the configuration counted this finding as a failure. */
  public boolean failing() {
    return Boolean.TRUE.equals(record.get("failing"));
  }

  /** Whether the classes are exactly these, in this cyclic order, whichever comes first. */
  public boolean isCycleOf(List<String> expected) {
    return isRotation(classes(), expected);
  }

  /** Whether two lists are the same when one is turned until it fits. */
  public static boolean isRotation(List<String> actual, List<String> expected) {
    if (actual.size() != expected.size()) {
      return false;
    }
    for (int turn = 0; turn < actual.size(); turn++) {
      List<String> turned = new ArrayList<>(actual.subList(turn, actual.size()));
      turned.addAll(actual.subList(0, turn));
      if (turned.equals(expected)) {
        return true;
      }
    }
    return expected.isEmpty();
  }

  /** The whole record, for keys that have no accessor here. */
  public Map<String, Object> raw() {
    return record;
  }

  private String text(String key) {
    Object value = record.get(key);
    if (value == null) {
      throw new AssertionError("finding record without \"" + key + "\": " + record);
    }
    return value.toString();
  }

  private List<String> texts(String key) {
    Object value = record.get(key);
    if (!(value instanceof List)) {
      throw new AssertionError("finding record without a list \"" + key + "\": " + record);
    }
    List<String> texts = new ArrayList<>();
    ((List<?>) value).forEach(element -> texts.add(String.valueOf(element)));
    return texts;
  }

  @Override
  public String toString() {
    return record.get("kind") + " " + record.get("level") + " " + record.get("fingerprint")
        + " " + record.get("classes") + " at " + record.get("positions")
        + " by " + record.get("threads") + " evidence " + record.get("evidence");
  }
}
