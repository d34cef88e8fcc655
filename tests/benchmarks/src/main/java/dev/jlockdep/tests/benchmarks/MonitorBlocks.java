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

/** Nested {@code synchronized} blocks on six objects of the thread's own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class MonitorBlocks {
  private final Object a = new Object();
  private final Object b = new Object();
  private final Object c = new Object();
  private final Object d = new Object();
  private final Object e = new Object();
  private final Object f = new Object();
  private int work;

  @Benchmark
  public int depth1() {
    synchronized (a) {
      return ++work;
    }
  }

  @Benchmark
  public int depth3() {
    synchronized (a) {
      synchronized (b) {
        synchronized (c) {
          return ++work;
        }
      }
    }
  }

  @Benchmark
  public int depth6() {
    synchronized (a) {
      synchronized (b) {
        synchronized (c) {
          synchronized (d) {
            synchronized (e) {
              synchronized (f) {
                return ++work;
              }
            }
          }
        }
      }
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.check(params);
  }
}
