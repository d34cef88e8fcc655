package dev.jlockdep.internal.graph;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A unit of work on one thread: the thread itself, a pool task, a JUnit test. Two dependencies can
 * only meet in a deadlock when different tasks made them. A task knows which one started its thread
 * and when, so that work done before a start is not set against the work of the started thread.
 */
public final class Task {
  private static final AtomicInteger NEXT = new AtomicInteger();
  /** Ancestors kept; longer chains of threads starting threads forget the oldest. */
  private static final int ANCESTORS_MAX = 32;

  /** Id of the thread that will run {@code main}; 0 when we came later. */
  private static volatile long first;

  public final int id;
  public final String thread;
  public final long threadId;
  public final String test;
  /** The task that started this one's thread, or null. */
  public final Task parent;
  /** The parent's {@link #segment} from which on its work can overlap this task's. */
  public final int parentSegment;
  public final long startNanos = System.nanoTime();
  private final int ancestors;
  /** Number of threads started so far. Own thread only. */
  public int segment;
  /** 0 until then; read by others, who may see it late and then take the task for running still. */
  public long endNanos;

  public Task(String thread, long threadId, String test, Task parent, int parentSegment) {
    this.id = NEXT.incrementAndGet();
    this.thread = thread;
    this.threadId = threadId;
    this.test = test;
    boolean keep = parent != null && parent.ancestors < ANCESTORS_MAX;
    this.parent = keep ? parent : null;
    this.parentSegment = parentSegment;
    this.ancestors = keep ? parent.ancestors + 1 : 0;
  }

  /** Before the program runs, on the thread that will run it. */
  public static void programStartsOn(Thread t) {
    first = t.getName().equals("main") ? t.getId() : 0;
  }

  /** Stands for whoever would run code that was read, not seen to run. */
  public static Task ofCode(String what) {
    return new Task(what, 0, "", null, 0);
  }

  public boolean isOfCode() {
    return threadId == 0;
  }

  /** Whether it is the program's first thread and has started no other so far. */
  boolean beforeAllOthers() {
    return threadId == first && parent == null && segment == 0 && test.isEmpty();
  }

  public void ended() {
    endNanos = System.nanoTime();
  }

  public String name() {
    return thread + "#" + id;
  }

  /** Whether work of {@code a} in a segment was over before {@code b}'s thread was started. */
  public static boolean before(Task a, int segment, Task b) {
    for (Task t = b; t != null; t = t.parent) {
      if (t.parent == a) {
        return segment < t.parentSegment;
      }
    }
    return false;
  }

  /** Whether one task was over before the other began. */
  public static boolean oneAfterTheOther(Task a, Task b) {
    long ae = a.endNanos;
    long be = b.endNanos;
    return ae != 0 && ae - b.startNanos <= 0 || be != 0 && be - a.startNanos <= 0;
  }
}
