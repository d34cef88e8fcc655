package dev.jlockdep.agent.merge;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * How often each run saw one dependency: (run, count) pairs packed into bytes, since a fleet has ten
 * million of them. The highest count of a run stays, so the same dump twice changes nothing.
 */
final class RunCounts {
  private byte[] bytes = new byte[4];
  private int size;
  private int last = -1;

  /** Takes up a count; cheap where runs come in rising order. */
  void max(int run, long count) {
    int clamped = (int) Math.max(0, Math.min(Integer.MAX_VALUE, count));
    if (run > last) {
      append(run - last, clamped);
      last = run;
      return;
    }
    int[] pairs = pairs();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i] == run) {
        if (pairs[i + 1] < clamped) {
          pairs[i + 1] = clamped;
          pack(pairs);
        }
        return;
      }
    }
    int at = 0;
    while (at < pairs.length && pairs[at] < run) {
      at += 2;
    }
    int[] more = new int[pairs.length + 2];
    System.arraycopy(pairs, 0, more, 0, at);
    more[at] = run;
    more[at + 1] = clamped;
    System.arraycopy(pairs, at, more, at + 2, pairs.length - at);
    pack(more);
  }

  private void pack(int[] pairs) {
    size = 0;
    last = -1;
    for (int i = 0; i < pairs.length; i += 2) {
      append(pairs[i] - last, pairs[i + 1]);
      last = pairs[i];
    }
  }

  private void append(int step, int count) {
    if (size + 10 > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + 10, size + size / 2));
    }
    number(step);
    number(count);
  }

  private void number(int value) {
    int rest = value;
    while (rest >= 0x80) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Run, count, run, count, ... by rising run. */
  int[] pairs() {
    int[] pairs = new int[8];
    int n = 0;
    int run = -1;
    int at = 0;
    while (at < size) {
      int[] step = read(at);
      int[] count = read(step[1]);
      at = count[1];
      run += step[0];
      if (n + 2 > pairs.length) {
        pairs = Arrays.copyOf(pairs, n * 2);
      }
      pairs[n++] = run;
      pairs[n++] = count[0];
    }
    return Arrays.copyOf(pairs, n);
  }

  private int[] read(int from) {
    int value = 0;
    int shift = 0;
    int at = from;
    while (bytes[at] < 0) {
      value |= (bytes[at++] & 0x7f) << shift;
      shift += 7;
    }
    return new int[] {value | bytes[at] << shift, at + 1};
  }

  /** The pairs under other numbers of the runs, by rising new number. */
  int[] renumbered(IntUnaryOperator number) {
    int[] pairs = pairs();
    long[] sorted = new long[pairs.length / 2];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (long) number.applyAsInt(pairs[2 * i]) << 32 | pairs[2 * i + 1];
    }
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      pairs[2 * i] = (int) (sorted[i] >>> 32);
      pairs[2 * i + 1] = (int) sorted[i];
    }
    return pairs;
  }

  long total() {
    long total = 0;
    int[] pairs = pairs();
    for (int i = 1; i < pairs.length; i += 2) {
      total += pairs[i];
    }
    return total;
  }
}
