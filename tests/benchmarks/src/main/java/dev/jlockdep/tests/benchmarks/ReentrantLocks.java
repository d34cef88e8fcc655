package dev.jlockdep.tests.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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

/** Nested {@code ReentrantLock}s of the thread's own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class ReentrantLocks {
  private final ReentrantLock a = new ReentrantLock();
  private final ReentrantLock b = new ReentrantLock();
  private final ReentrantLock c = new ReentrantLock();
  private final ReentrantLock d = new ReentrantLock();
  private final ReentrantLock e = new ReentrantLock();
  private final ReentrantLock f = new ReentrantLock();
  private int work;

  @Benchmark
  public int depth1() {
    a.lock();
    try {
      return ++work;
    } finally {
      a.unlock();
    }
  }

  @Benchmark
  public int depth3() {
    a.lock();
    try {
      b.lock();
      try {
        c.lock();
        try {
          return ++work;
        } finally {
          c.unlock();
        }
      } finally {
        b.unlock();
      }
    } finally {
      a.unlock();
    }
  }

  @Benchmark
  public int depth6() {
    a.lock();
    try {
      b.lock();
      try {
        c.lock();
        try {
          d.lock();
          try {
            e.lock();
            try {
              f.lock();
              try {
                return ++work;
              } finally {
                f.unlock();
              }
            } finally {
              e.unlock();
            }
          } finally {
            d.unlock();
          }
        } finally {
          c.unlock();
        }
      } finally {
        b.unlock();
      }
    } finally {
      a.unlock();
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.check(params);
  }
}
