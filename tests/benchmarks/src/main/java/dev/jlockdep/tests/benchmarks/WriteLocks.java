package dev.jlockdep.tests.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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

/** Nested write locks of the thread's own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class WriteLocks {
  private final ReentrantReadWriteLock a = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock b = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock c = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock d = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock e = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock f = new ReentrantReadWriteLock();
  private int work;

  @Benchmark
  public int depth1() {
    a.writeLock().lock();
    try {
      return ++work;
    } finally {
      a.writeLock().unlock();
    }
  }

  @Benchmark
  public int depth3() {
    a.writeLock().lock();
    try {
      b.writeLock().lock();
      try {
        c.writeLock().lock();
        try {
          return ++work;
        } finally {
          c.writeLock().unlock();
        }
      } finally {
        b.writeLock().unlock();
      }
    } finally {
      a.writeLock().unlock();
    }
  }

  @Benchmark
  public int depth6() {
    a.writeLock().lock();
    try {
      b.writeLock().lock();
      try {
        c.writeLock().lock();
        try {
          d.writeLock().lock();
          try {
            e.writeLock().lock();
            try {
              f.writeLock().lock();
              try {
                return ++work;
              } finally {
                f.writeLock().unlock();
              }
            } finally {
              e.writeLock().unlock();
            }
          } finally {
            d.writeLock().unlock();
          }
        } finally {
          c.writeLock().unlock();
        }
      } finally {
        b.writeLock().unlock();
      }
    } finally {
      a.writeLock().unlock();
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.check(params);
  }
}
