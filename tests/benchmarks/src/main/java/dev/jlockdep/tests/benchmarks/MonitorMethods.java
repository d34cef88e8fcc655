package dev.jlockdep.tests.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Nested calls of {@code synchronized} methods. Each level is a type of its own, since the type of
 * the object is what tells the lock classes apart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class MonitorMethods {
  private final Depth1 one = new Depth1();
  private final Depth3 three = new Depth3();
  private final Depth6 six = new Depth6();

  @Benchmark
  public int depth1() {
    return one.run();
  }

  @Benchmark
  public int depth3() {
    return three.run();
  }

  @Benchmark
  public int depth6() {
    return six.run();
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.check(params);
  }

  static final class Depth1 {
    private int work;

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    synchronized int run() {
      return ++work;
    }
  }

  static final class Depth2 {
    private final Depth1 inner = new Depth1();

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    synchronized int run() {
      return inner.run();
    }
  }

  static final class Depth3 {
    private final Depth2 inner = new Depth2();

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    synchronized int run() {
      return inner.run();
    }
  }

  static final class Depth4 {
    private final Depth3 inner = new Depth3();

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    synchronized int run() {
      return inner.run();
    }
  }

  static final class Depth5 {
    private final Depth4 inner = new Depth4();

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    synchronized int run() {
      return inner.run();
    }
  }

  static final class Depth6 {
    private final Depth5 inner = new Depth5();

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    synchronized int run() {
      return inner.run();
    }
  }
}
