package dev.jlockdep.agent.baseline;

import java.util.List;

/**
 * The runtime's fingerprints once more, for the command line, which has no runtime. A test holds the
 * two against each other.
 */
public final class Fingerprints {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Fingerprints() {}

  /** Of a circle: the rotation that starts with the smallest name counts. */
  public static String ofCycle(List<String> classes) {
    int n = classes.size();
    int best = 0;
    for (int start = 1; start < n; start++) {
      if (compare(classes, start, best) < 0) {
        best = start;
      }
    }
    long hash = add(FNV_OFFSET, "CYCLE");
    for (int i = 0; i < n; i++) {
      hash = add(hash, normal(classes.get((best + i) % n)));
    }
    return print(hash);
  }

  /** Of any other kind. */
  public static String of(String kind, List<String> parts) {
    long hash = add(FNV_OFFSET, kind);
    for (String part : parts) {
      hash = add(hash, normal(part));
    }
    return print(hash);
  }

  private static int compare(List<String> classes, int a, int b) {
    int n = classes.size();
    for (int i = 0; i < n; i++) {
      int order = classes.get((a + i) % n).compareTo(classes.get((b + i) % n));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static String normal(String name) {
    int at = name.indexOf("lambda$");
    if (at < 0) {
      return name;
    }
    int end = name.length();
    while (end > at && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end);
  }

  private static long add(long hash, String text) {
    long h = hash;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * FNV_PRIME;
    }
    return (h ^ '\n') * FNV_PRIME;
  }

  private static String print(long hash) {
    return String.format("LD-%08x", (int) (hash ^ hash >>> 32));
  }
}
