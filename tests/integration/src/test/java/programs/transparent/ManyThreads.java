package programs.transparent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * Ten thousand platform threads, or a hundred thousand virtual ones, a hundred at a time, each with
 * nested locks; what is in the heap afterwards is what was there after the first part of them.
 */
public final class ManyThreads {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Object OUTER = new Object();
  private static final Object MONITOR = new Object();
  /** Bytes for each thread that would be a leak: a small object is 16. */
  private static final long LEAK = 64;
  private static int done;

  private ManyThreads() {}

  public static void main(String[] args) throws Exception {
    boolean virtual = args[0].equals("virtual");
    int threads = virtual ? 100_000 : 10_000;
    // tables grow to their size meanwhile
    start(threads / 2, virtual);
    long before = used();
    start(threads / 2, virtual);
    long more = used() - before;
    System.out.println(done + " threads, memory "
        + (more < LEAK * threads / 2 ? "flat" : "grew by " + more));
  }

  private static void start(int threads, boolean virtual) throws Exception {
    for (int i = 0; i < threads; i += 100) {
      List<Thread> batch = new ArrayList<>();
      for (int j = 0; j < 100; j++) {
        batch.add(
            virtual
                ? Turns.startVirtual("virtual", ManyThreads::work)
                : Turns.start("platform", ManyThreads::work));
      }
      for (Thread thread : batch) {
        thread.join();
      }
    }
  }

  private static void work() {
    synchronized (OUTER) {
      LOCK.lock();
      try {
        synchronized (MONITOR) {
          done++;
        }
      } finally {
        LOCK.unlock();
      }
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
