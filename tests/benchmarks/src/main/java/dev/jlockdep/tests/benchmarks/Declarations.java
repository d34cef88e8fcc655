package dev.jlockdep.tests.benchmarks;

import dev.jlockdep.Lockdep;
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
 * Calls of the API in a steady state, under one lock. Without the agent they are empty, so that the
 * ratio says little: read the column of the agent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class Declarations {
  private final Object outer = new Object();
  private final Object counter =
      Lockdep.declare(new Object(), "benchmark.counter", this, "counter");
  private int work;

  @Benchmark
  public int counter() {
    synchronized (outer) {
      Lockdep.begin(counter);
      work++;
      Lockdep.end(counter);
      return work;
    }
  }

  @Benchmark
  public int mightFault() {
    synchronized (outer) {
      Lockdep.mightFault();
      return ++work;
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.clean();
  }
}
