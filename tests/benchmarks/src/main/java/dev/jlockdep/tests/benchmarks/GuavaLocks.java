package dev.jlockdep.tests.benchmarks;

import com.google.common.util.concurrent.CycleDetectingLockFactory;
import com.google.common.util.concurrent.CycleDetectingLockFactory.Policies;
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

/** A peer: the locks of Guava that find cycles themselves, in the same nesting. Never watched. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class GuavaLocks {
  private static final CycleDetectingLockFactory LOCKS =
      CycleDetectingLockFactory.newInstance(Policies.THROW);

  private final ReentrantLock a = LOCKS.newReentrantLock("a");
  private final ReentrantLock b = LOCKS.newReentrantLock("b");
  private final ReentrantLock c = LOCKS.newReentrantLock("c");
  private final ReentrantLock d = LOCKS.newReentrantLock("d");
  private final ReentrantLock e = LOCKS.newReentrantLock("e");
  private final ReentrantLock f = LOCKS.newReentrantLock("f");
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
    Watched.clean();
  }
}
