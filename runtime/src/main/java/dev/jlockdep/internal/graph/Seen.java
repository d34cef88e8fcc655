package dev.jlockdep.internal.graph;

/**
 * Which other tasks a task was signalled by lately, and when: what those did before the signal is
 * over for it and cannot hold it up any more. Own thread only; copies are shared.
 */
public final class Seen {
  private static final int KEPT = 8;
  private final int[] tasks = new int[KEPT];
  private final long[] times = new long[KEPT];
  private int next;

  public void add(int task, long at) {
    for (int i = 0; i < KEPT; i++) {
      if (tasks[i] == task) {
        times[i] = Math.max(times[i], at);
        return;
      }
    }
    tasks[next] = task;
    times[next] = at;
    next = (next + 1) % KEPT;
  }

  boolean after(int task, long at) {
    for (int i = 0; i < KEPT; i++) {
      if (tasks[i] == task) {
        return times[i] - at >= 0;
      }
    }
    return false;
  }

  public Seen copy() {
    Seen c = new Seen();
    System.arraycopy(tasks, 0, c.tasks, 0, KEPT);
    System.arraycopy(times, 0, c.times, 0, KEPT);
    return c;
  }
}
