package programs.declared;

import static dev.jlockdep.tests.support.ThreadScript.alone;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Region;
import dev.jlockdep.api.Retry;
import dev.jlockdep.api.Scope;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import programs.declared.Locks.Sleeping;

/** Scopes used in ways that cannot be meant, and suppression. */
final class ScopeKernels {
  private ScopeKernels() {}

  static void add(Map<String, Kernel> all) {
    all.put("closedTwice", ScopeKernels::closedTwice);
    all.put("closedByAnother", ScopeKernels::closedByAnother);
    all.put("closedOutOfOrder", ScopeKernels::closedOutOfOrder);
    all.put("leftOpen", k -> alone(k + " T", () -> section(k)));
    all.put("leftInRegion", k -> alone(k + " T", () -> Lockdep.region(k + ".region").enter()));
    all.put("leftOpenByTask", ScopeKernels::leftOpenByTask);
    all.put("openAroundTasks", ScopeKernels::openAroundTasks);
    all.put("triedByAnother", ScopeKernels::triedByAnother);
    all.put("suppressedFinding", k -> abba(k, true, false));
    all.put("suppressedSide", k -> abba(k, false, true));
    all.put("notSuppressed", k -> abba(k, false, false));
    all.put("suppressedOnce", ScopeKernels::suppressedOnce);
  }

  private static Scope section(String k) {
    return Lockdep.region(k + ".region").forbid(k + ".section");
  }

  private static void closedTwice(String k) {
    alone(k + " T", () -> {
      Scope section = section(k);
      section.close();
      section.close();
    });
  }

  private static void closedByAnother(String k) {
    Region region = Lockdep.region(k + ".region");
    alone(k + " T", () -> {
      Scope section = section(k);
      alone(k + " other", section::close);
      // it is still open here: no dependency comes of this
      Sleeping x = lock(k + ".x");
      write(x);
      region.might();
      release(x);
      section.close();
      try (Scope inside = region.enter()) {
        write(x);
        release(x);
      }
    });
  }

  private static void closedOutOfOrder(String k) {
    Region region = Lockdep.region(k + ".region");
    alone(k + " T", () -> {
      Scope outer = section(k);
      Scope inner = Lockdep.region(k + ".other").forbid(k + ".section");
      outer.close();
      inner.close();
      region.enter().close();
    });
  }

  private static void leftOpenByTask(String k) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, k + " pool"));
    pool.submit(() -> section(k)).get();
    // the end of the pool waits for the end of the task, and so for what is said there
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.MINUTES);
  }

  /** The worker's own scope is open before the task and after it. */
  private static void openAroundTasks(String k) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(() -> {
      try (Scope around = section(k)) {
        task.run();
      }
    }, k + " pool"));
    for (int i = 0; i < 4; i++) {
      pool.submit(() -> section(k).close()).get();
    }
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.MINUTES);
  }

  private static void triedByAnother(String k) {
    alone(k + " T", () -> {
      try (Retry retry = Lockdep.retry(k + ".retry")) {
        alone(k + " other", () -> retry.attempt(1));
      }
    });
  }

  private static void abba(String k, boolean onFinding, boolean onOther) {
    Sleeping x = lock(k + ".x");
    Sleeping y = lock(k + ".y");
    alone(k + " T1", () -> {
      Scope quiet = onOther ? Lockdep.suppress(k + " is known") : null;
      nest(x, y);
      if (quiet != null) {
        quiet.close();
      }
    });
    alone(k + " T2", () -> {
      Scope quiet = onFinding ? Lockdep.suppress(k + " is known") : null;
      nest(y, x);
      if (quiet != null) {
        quiet.close();
      }
    });
  }

  /** Another place that does the same without a suppression is reported. */
  private static void suppressedOnce(String k) {
    Sleeping x = lock(k + ".x");
    Sleeping y = lock(k + ".y");
    Sleeping outer = lock(k + ".outer");
    alone(k + " T1", () -> nest(x, y));
    alone(k + " T2", () -> {
      try (Scope quiet = Lockdep.suppress(k + " is known")) {
        nest(y, x);
      }
    });
    alone(k + " T3", () -> {
      write(outer);
      nest(y, x);
      release(outer);
    });
  }

  private static void nest(Sleeping outer, Sleeping inner) {
    write(outer);
    write(inner);
    release(inner, outer);
  }
}
