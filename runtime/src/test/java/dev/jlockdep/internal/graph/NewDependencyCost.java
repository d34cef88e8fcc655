package dev.jlockdep.internal.graph;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Prints what a new dependency costs, graph only: processor time in the mean and of the last tenth,
 * and heap bytes (without classes and witnesses). Arguments: sizes; default 1,000 to 1,000,000;
 * {@code -Dshape=} picks shapes by a pattern, {@code -Drounds=} how often. To see all of a
 * size of a million, run with {@code -Ddev.jlockdep.max.dependencies=4000000}.
 */
final class NewDependencyCost {
  private static final int ROUNDS = Integer.getInteger("rounds", 3);

  private NewDependencyCost() {}

  public static void main(String[] args) {
    String[] sizes = args.length > 0 ? args : new String[] {"1000", "10000", "100000", "1000000"};
    String only = System.getProperty("shape");
    warmUp();
    System.out.println("shape                    classes  dependencies   us mean  us last 1/10  "
        + "B/dependency  cyclic");
    for (Shape shape : Shape.values()) {
      for (String size : sizes) {
        if (only == null || shape.name().matches(only)) {
          measure(shape, Integer.parseInt(size));
        }
      }
    }
  }

  private static void warmUp() {
    for (int i = 0; i < 5; i++) {
      for (Shape shape : Shape.values()) {
        run(shape.sequence(1000, 5000, i), Shape.Sequence.lockClasses(1000));
      }
    }
  }

  private static int classes(Shape shape, int size) {
    String name = shape.name();
    int perClass = name.startsWith("CHAIN_OF") ? 2 : name.startsWith("CHAIN") ? 1
        : name.equals("ZIPPER") ? 2 : 10;
    return size / perClass;
  }

  private static void measure(Shape shape, int size) {
    int classes = classes(shape, size);
    Shape.Sequence s = shape.sequence(classes, size, 42);
    LockClass[] lockClasses = Shape.Sequence.lockClasses(classes);
    Result best = null;
    for (int i = 0; i < ROUNDS; i++) {
      Result r = run(s, lockClasses);
      if (best == null || r.mean < best.mean) {
        best = r;
      }
      if (r.mean * size > 2e10) {
        break;
      }
    }
    System.out.printf(Locale.ROOT, "%-24s %,8d %,13d %9.2f %13.2f %13.0f %7d%n", shape, classes,
        best.added, best.mean / 1e3, best.last / 1e3, best.bytes, best.cyclic);
  }

  private static final class Result {
    int added;
    int cyclic;
    double mean;
    double last;
    double bytes;
  }

  private static Result run(Shape.Sequence s, LockClass[] lockClasses) {
    boolean large = s.count() >= 10_000;
    long before = large ? used() : 0;
    DependencyGraph graph = new DependencyGraph();
    Result r = new Result();
    int n = s.count();
    int tenth = n - n / 10;
    long t0 = cpu();
    add(graph, s, lockClasses, 0, tenth, r);
    long t1 = cpu();
    int upToTenth = graph.all().size();
    add(graph, s, lockClasses, tenth, n, r);
    long t2 = cpu();
    r.added = graph.all().size();
    r.mean = (double) (t2 - t0) / r.added;
    r.last = (double) (t2 - t1) / Math.max(1, r.added - upToTenth);
    r.bytes = large ? (double) (used() - before) / r.added : 0;

    return r;
  }

  private static void add(
      DependencyGraph graph, Shape.Sequence s, LockClass[] lockClasses, int from, int to,
      Result r) {
    for (int i = from; i < to; i++) {
      if (graph.closes(s.apply(graph, lockClasses, i))) {
        r.cyclic++;
      }
    }
  }

  /** Processor time: other work on the machine does not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
