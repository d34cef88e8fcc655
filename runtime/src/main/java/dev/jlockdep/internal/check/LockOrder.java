package dev.jlockdep.internal.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order of lock classes that the user declared. A dependency against it is a finding at its first
 * sighting, before any other path has shown the right order. Set once, at start.
 *
 * <p>A term names lock classes, with {@code *} for any characters and {@code ?} for one. Rules chain
 * where a term names what the next one names too, so {@code a < b} and {@code b < c} give {@code a < c}.
 */
public final class LockOrder {
  private static volatile LockOrder declared;

  private final String[] before;
  private final String[] after;
  private final String[] where;

  private LockOrder(String[] before, String[] after, String[] where) {
    this.before = before;
    this.after = after;
    this.where = where;
  }

  /**
   * Declares the order: each of {@code before} is taken before the one of {@code after} beside it,
   * and {@code where} says where that is written. Returns what contradicts itself, or an empty string;
   * a contradictory order is not used.
   */
  public static String declare(String[] before, String[] after, String[] where) {
    LockOrder order = new LockOrder(before, after, where);
    for (int i = 0; i < before.length; i++) {
      String why = order.forbids(before[i], after[i]);
      if (why != null) {
        return where[i] + ": " + before[i] + " < " + after[i] + " contradicts " + why;
      }
    }
    declared = order;
    return "";
  }

  /** The rules that a dependency breaks, as text, or null: the second is taken under the first. */
  static String broken(String held, String requested) {
    LockOrder o = declared;
    return o == null ? null : o.forbids(held, requested);
  }

  /** Breadth-first from the rules for {@code requested} to one that ends at {@code held}. */
  private String forbids(String held, String requested) {
    int n = before.length;
    int[] cameFrom = new int[n];
    Arrays.fill(cameFrom, -2);
    int[] queue = new int[n];
    int end = 0;
    for (int i = 0; i < n; i++) {
      if (meet(before[i], requested)) {
        cameFrom[i] = -1;
        queue[end++] = i;
      }
    }
    for (int next = 0; next < end; next++) {
      int i = queue[next];
      if (meet(after[i], held)) {
        return path(cameFrom, i);
      }
      for (int j = 0; j < n; j++) {
        if (cameFrom[j] == -2 && meet(after[i], before[j])) {
          cameFrom[j] = i;
          queue[end++] = j;
        }
      }
    }
    return null;
  }

  private String path(int[] cameFrom, int last) {
    List<String> rules = new ArrayList<>();
    for (int i = last; i >= 0; i = cameFrom[i]) {
      rules.add(0, where[i] + ": " + before[i] + " < " + after[i]);
    }
    return String.join(", ", rules);
  }

  private static boolean meet(String a, String b) {
    return a.equals(b) || matches(a, b) || matches(b, a);
  }

  /** Backtracks to the last star only. */
  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int starName = 0;
    while (n < name.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
      if (wanted == '*') {
        star = p++;
        starName = n;
      } else if (wanted == '?' || wanted == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++starName;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
