package dev.jlockdep.agent.watch;

import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs stuck or live programs in a JVM of its own and prints what the watch found: {@code
 * kind level class,class thread}.
 */
public final class WatchProbe {
  /** For stuck programs generous, since machines are busy; all found ends it. */
  private static final long STUCK_MILLIS = 30_000;
  private static final long LIVE_MILLIS = 6000;

  private WatchProbe() {}

  public static void main(String[] args) throws Exception {
    ThreadFactory threads = args[0].equals("virtual") ? virtualThreads() : WatchProbe::daemon;
    BlockingQueue<Finding> found = new LinkedBlockingQueue<>();
    HangLimit never = new HangLimit(0, f -> true, f -> {});
    DeadlockWatch.start(StuckPrograms.HOLDS, found::add, never);
    List<String> programs = List.of(args).subList(1, args.length);
    long start = System.nanoTime();
    if (args[0].equals("live")) {
      for (String program : programs) {
        LivePrograms.all().get(program).run();
      }
      await(found, start + LIVE_MILLIS * 1_000_000, Integer.MAX_VALUE);
    } else {
      programs.forEach(p -> StuckPrograms.start(p, threads));
      await(found, start + STUCK_MILLIS * 1_000_000, programs.size());
    }
    System.out.println("end");
    Runtime.getRuntime().halt(0);
  }

  private static void await(BlockingQueue<Finding> found, long end, int expected)
      throws InterruptedException {
    for (int left = expected; left > 0; left--) {
      Finding f = found.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (f == null) {
        return;
      }
      System.out.println(line(f));
      f.evidence().forEach(e -> System.out.println("  # " + e));
      for (Dependency d : f.dependencies()) {
        System.out.println("  # " + d.held().position() + " -> " + d.requested().position());
      }
    }
  }

  private static String line(Finding f) {
    return f.kind() + " " + f.level() + " " + String.join(",", f.classes()) + " " + f.thread();
  }

  private static Thread daemon(Runnable work) {
    Thread t = new Thread(work);
    t.setDaemon(true);
    return t;
  }

  /** {@code Thread.ofVirtual().factory()} of a newer JDK. */
  private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
    Method ofVirtual = Thread.class.getMethod("ofVirtual");
    Method unstarted =
        Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
    return work -> {
      try {
        return (Thread) unstarted.invoke(ofVirtual.invoke(null), work);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
