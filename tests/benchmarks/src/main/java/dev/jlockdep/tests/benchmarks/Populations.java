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
 * How many lock objects there are, and how old. Each operation takes one lock inside another; the
 * inner one comes from an array of 8 or of a million, in an order that defeats the prefetcher, or was
 * made for this operation alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class Populations {
  private static final int MILLION = 1 << 20;
  private static final int STEP = 0x9E3779B1;

  private final Object outer = new Object();
  private final Object[] few = locks(8);
  private Object[] million;
  Object last;
  private int next;
  private int work;

  private static Object[] locks(int n) {
    Object[] locks = new Object[n];
    for (int i = 0; i < n; i++) {
      locks[i] = new Object();
    }
    return locks;
  }

  @Benchmark
  public int few() {
    return under(few);
  }

  @Benchmark
  public int million() {
    Object[] all = million;
    if (all == null) {
      all = locks(MILLION);
      million = all;
    }
    return under(all);
  }

  @Benchmark
  public int young() {
    Object inner = new Object();
    last = inner; // escapes: else the compiler leaves the lock out
    synchronized (outer) {
      synchronized (inner) {
        return ++work;
      }
    }
  }

  private int under(Object[] locks) {
    next += STEP;
    Object inner = locks[next >>> 8 & locks.length - 1];
    synchronized (outer) {
      synchronized (inner) {
        return ++work;
      }
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.clean();
  }
}
