package dev.jlockdep.tests.conformance;

import dev.jlockdep.tests.conformance.Op.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the sequence notation of the data: {@code T1: L(A) RL(B) RU(B) U(A); T2: ...}. */
final class Notation {
  private static final Pattern COMMENT = Pattern.compile("\\[[^]]*]|, permits=1");
  private static final Pattern SEGMENT = Pattern.compile("\\s*(T\\d+):\\s*(.*?)\\s*");
  private static final Pattern OPERATION = Pattern.compile(
      "([A-Za-z_]+)\\((\\w+)(?:\\s*,\\s*(?:nest=)?([^)]+))?\\)\\s*");

  private static final Map<String, Access> ACQUIRES = Map.ofEntries(
      Map.entry("L", Access.PLAIN), Map.entry("ML", Access.PLAIN), Map.entry("RTL", Access.PLAIN),
      Map.entry("LOCK", Access.PLAIN), Map.entry("sync", Access.PLAIN),
      Map.entry("P", Access.PLAIN), Map.entry("WL", Access.WRITE), Map.entry("WSL", Access.WRITE),
      Map.entry("W", Access.WRITE), Map.entry("RL", Access.READ), Map.entry("RSL", Access.READ),
      Map.entry("R", Access.READ));
  private static final Map<String, Access> RELEASES = Map.of(
      "U", Access.PLAIN, "MU", Access.PLAIN, "RTU", Access.PLAIN, "WU", Access.WRITE,
      "WSU", Access.WRITE, "RU", Access.READ, "RSU", Access.READ);

  private Notation() {}

  /** What one thread does in one go. */
  static final class Segment {
    private final String thread;
    private final List<Op> ops;

    Segment(String thread, List<Op> ops) {
      this.thread = thread;
      this.ops = ops;
    }

    String thread() {
      return thread;
    }

    List<Op> ops() {
      return ops;
    }
  }

  static List<Segment> parse(String sequence) {
    List<Segment> segments = new ArrayList<>();
    for (String part : COMMENT.matcher(sequence).replaceAll("").split(";")) {
      Matcher segment = SEGMENT.matcher(part);
      if (!segment.matches()) {
        throw new IllegalArgumentException("no thread in \"" + part + "\" of " + sequence);
      }
      segments.add(new Segment(segment.group(1), ops(segment.group(2))));
    }
    return segments;
  }

  private static List<Op> ops(String text) {
    List<Op> ops = new ArrayList<>();
    Matcher operation = OPERATION.matcher(text);
    while (operation.lookingAt()) {
      ops.add(op(operation.group(1), operation.group(2), operation.group(3)));
      operation.region(operation.end(), text.length());
    }
    if (operation.regionStart() != text.length()) {
      throw new IllegalArgumentException(
          "not an operation: \"" + text.substring(operation.regionStart()) + "\"");
    }
    return ops;
  }

  private static Op op(String verb, String lock, String argument) {
    if (verb.equals("TRY")) {
      Action action = argument == null ? Action.TRY : Action.TIMED_TRY;
      return new Op(action, Access.PLAIN, lock, null);
    }
    if (verb.equals("L_NEST")) {
      return new Op(Action.ACQUIRE_UNDER, Access.PLAIN, lock, argument);
    }
    if (ACQUIRES.containsKey(verb)) {
      return new Op(Action.ACQUIRE, ACQUIRES.get(verb), lock, null);
    }
    if (RELEASES.containsKey(verb)) {
      return new Op(Action.RELEASE, RELEASES.get(verb), lock, null);
    }
    throw new IllegalArgumentException("unknown operation " + verb);
  }
}
