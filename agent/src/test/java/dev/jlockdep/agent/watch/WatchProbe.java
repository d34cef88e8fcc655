package dev.jlockdep.agent.watch;

import dev.jlockdep.api.Finding;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs stuck or live programs in a JVM of its own and prints what the watch found: {@code PROGRAM
 * milliseconds kind level class,class} or {@code PROGRAM none}.
 */
public final class WatchProbe {
  private static final long LIMIT_MILLIS = 6000;

  private WatchProbe() {}

  public static void main(String[] args) throws Exception {
    ThreadFactory threads = args[0].equals("virtual") ? virtualThreads() : WatchProbe::daemon;
    BlockingQueue<Finding> found = new LinkedBlockingQueue<>();
    DeadlockWatch.start(StuckPrograms.HOLDS, found::add);
    List<String> programs = List.of(args).subList(1, args.length);
    for (String program : programs) {
      long start = System.nanoTime();
      StuckPrograms.start(program, threads);
      Finding f = found.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.println(program + " " + (f == null ? "none" : millis + " " + line(f)));
      if (f != null) {
        System.out.println("  # " + f.fingerprint() + " " + f.message());
        f.evidence().forEach(e -> System.out.println("  # " + e));
        f.dependencies().forEach(d -> System.out.println("  # " + d.held().position() + " -> " + d.requested().position()));
      }
    }
    for (Finding f = found.poll(); f != null; f = found.poll()) {
      System.out.println("late " + line(f));
    }
    Runtime.getRuntime().halt(0);
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
