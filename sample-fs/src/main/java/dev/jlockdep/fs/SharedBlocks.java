package dev.jlockdep.fs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The blocks that more than one extent owns: how many owners each has besides the first. Not on the
 * device: counted when it is mounted. Guarded by the lock of its {@link AllocGroup}.
 */
final class SharedBlocks {
  private final NavigableMap<Long, Integer> further = new TreeMap<>();

  /** One more owner of each. */
  void add(long start, long count) {
    for (long block = start; block < start + count; block++) {
      further.merge(block, 1, Integer::sum);
    }
  }

  /** Notes that a block may have further owners; there are none yet. */
  void expect(long block) {
    further.putIfAbsent(block, 0);
  }

  boolean expects(long block) {
    return further.containsKey(block);
  }

  /** Forgets those that turned out to have one owner. */
  void settle() {
    further.values().removeIf(owners -> owners == 0);
  }

  /** An owner less; false when it was the only one. */
  boolean drop(long block) {
    Integer owners = further.get(block);
    if (owners == null) {
      return false;
    }
    if (owners == 1) {
      further.remove(block);
    } else {
      further.put(block, owners - 1);
    }
    return true;
  }

  int size() {
    return further.size();
  }

  /** The parts of a run that have several owners, as pairs of start and end. */
  List<long[]> in(long start, long count) {
    List<long[]> runs = new ArrayList<>();
    for (long block : further.subMap(start, start + count).keySet()) {
      long[] last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && last[1] == block) {
        last[1]++;
      } else {
        runs.add(new long[] {block, block + 1});
      }
    }
    return runs;
  }

  /** How many blocks are still somebody's when these runs of start and length have been let go. */
  long keptOf(List<long[]> runs) {
    Map<Long, Integer> times = new HashMap<>();
    for (long[] run : runs) {
      further.subMap(run[0], run[0] + run[1])
          .keySet()
          .forEach(block -> times.merge(block, 1, Integer::sum));
    }
    return times.entrySet().stream()
        .mapToLong(let -> Math.min(let.getValue(), further.get(let.getKey())))
        .sum();
  }
}
