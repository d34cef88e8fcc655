package dev.jlockdep.tests.benchmarks;

import java.util.concurrent.Semaphore;
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

/** Nested semaphores of one permit, used as mutexes, of the thread's own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class Semaphores {
  private final Semaphore a = new Semaphore(1);
  private final Semaphore b = new Semaphore(1);
  private final Semaphore c = new Semaphore(1);
  private final Semaphore d = new Semaphore(1);
  private final Semaphore e = new Semaphore(1);
  private final Semaphore f = new Semaphore(1);
  private int work;

  @Benchmark
  public int depth1() {
    a.acquireUninterruptibly();
    try {
      return ++work;
    } finally {
      a.release();
    }
  }

  @Benchmark
  public int depth3() {
    a.acquireUninterruptibly();
    try {
      b.acquireUninterruptibly();
      try {
        c.acquireUninterruptibly();
        try {
          return ++work;
        } finally {
          c.release();
        }
      } finally {
        b.release();
      }
    } finally {
      a.release();
    }
  }

  @Benchmark
  public int depth6() {
    a.acquireUninterruptibly();
    try {
      b.acquireUninterruptibly();
      try {
        c.acquireUninterruptibly();
        try {
          d.acquireUninterruptibly();
          try {
            e.acquireUninterruptibly();
            try {
              f.acquireUninterruptibly();
              try {
                return ++work;
              } finally {
                f.release();
              }
            } finally {
              e.release();
            }
          } finally {
            d.release();
          }
        } finally {
          c.release();
        }
      } finally {
        b.release();
      }
    } finally {
      a.release();
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.check(params);
  }
}
