package dev.jlockdep.internal.graph;

import java.util.List;

/** Stable names of findings: a hash over kind and lock class names, no line numbers. */
public final class Fingerprint {
  private Fingerprint() {}

  /** For a cycle: the rotation that starts with the smallest name counts. */
  public static String ofCycle(List<String> classes) {
    int n = classes.size();
    int best = 0;
    for (int start = 1; start < n; start++) {
      if (compare(classes, start, best) < 0) {
        best = start;
      }
    }
    long h = seed("CYCLE");
    for (int i = 0; i < n; i++) {
      h = add(h, normal(classes.get((best + i) % n)));
    }
    return print(h);
  }

  public static String of(String kind, List<String> parts) {
    long h = seed(kind);
    for (String p : parts) {
      h = add(h, normal(p));
    }
    return print(h);
  }

  private static int compare(List<String> c, int a, int b) {
    int n = c.size();
    for (int i = 0; i < n; i++) {
      int d = c.get((a + i) % n).compareTo(c.get((b + i) % n));
      if (d != 0) {
        return d;
      }
    }
    return 0;
  }

  /** Lambda ordinals differ between compilers. */
  private static String normal(String s) {
    int at = s.indexOf("lambda$");
    if (at < 0) {
      return s;
    }
    int end = s.length();
    while (end > at && Character.isDigit(s.charAt(end - 1))) {
      end--;
    }
    return s.substring(0, end);
  }

  private static long seed(String kind) {
    return add(0xcbf29ce484222325L, kind);
  }

  private static long add(long h, String s) {
    for (int i = 0; i < s.length(); i++) {
      h = (h ^ s.charAt(i)) * 0x100000001b3L;
    }
    return (h ^ '\n') * 0x100000001b3L;
  }

  private static String print(long h) {
    int folded = (int) (h ^ h >>> 32);
    String hex = Integer.toHexString(folded);
    StringBuilder sb = new StringBuilder("LD-");
    for (int i = hex.length(); i < 8; i++) {
      sb.append('0');
    }
    return sb.append(hex).toString();
  }
}
