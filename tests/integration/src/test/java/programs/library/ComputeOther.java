package programs.library;

import java.util.concurrent.ConcurrentHashMap;
import programs.Turns;

/** ConcurrentHashMap: a mapping function that computes another key, both ways; bins are fresh. */
public final class ComputeOther {
  private ComputeOther() {}

  public static void main(String[] args) throws Exception {
    ConcurrentHashMap<Integer, String> map = new ConcurrentHashMap<>();
    Turns.inOrder(() -> pair(map, 3, 7), () -> pair(map, 7, 3));
  }

  private static void pair(ConcurrentHashMap<Integer, String> map, int outer, int inner) {
    map.computeIfAbsent(outer, key -> "of " + map.computeIfAbsent(inner, other -> "inner"));
    map.clear();
  }
}
