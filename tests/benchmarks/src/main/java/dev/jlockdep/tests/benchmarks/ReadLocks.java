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

/** Nested read locks of the thread's own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class ReadLocks {
  private final ReentrantReadWriteLock a = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock b = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock c = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock d = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock e = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock f = new ReentrantReadWriteLock();
  private int work;

  @Benchmark
  public int depth1() {
    a.readLock().lock();
    try {
      return ++work;
    } finally {
      a.readLock().unlock();
    }
  }

  @Benchmark
  public int depth3() {
    a.readLock().lock();
    try {
      b.readLock().lock();
      try {
        c.readLock().lock();
        try {
          return ++work;
        } finally {
          c.readLock().unlock();
        }
      } finally {
        b.readLock().unlock();
      }
    } finally {
      a.readLock().unlock();
    }
  }

  @Benchmark
  public int depth6() {
    a.readLock().lock();
    try {
      b.readLock().lock();
      try {
        c.readLock().lock();
        try {
          d.readLock().lock();
          try {
            e.readLock().lock();
            try {
              f.readLock().lock();
              try {
                return ++work;
              } finally {
                f.readLock().unlock();
              }
            } finally {
              e.readLock().unlock();
            }
          } finally {
            d.readLock().unlock();
          }
        } finally {
          c.readLock().unlock();
        }
      } finally {
        b.readLock().unlock();
      }
    } finally {
      a.readLock().unlock();
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.check(params);
  }
}
