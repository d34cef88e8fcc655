package dev.jlockdep.tests.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
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

/** Nested write stamps on locks of the thread's own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class StampedWrites {
  private final StampedLock a = new StampedLock();
  private final StampedLock b = new StampedLock();
  private final StampedLock c = new StampedLock();
  private final StampedLock d = new StampedLock();
  private final StampedLock e = new StampedLock();
  private final StampedLock f = new StampedLock();
  private int work;

  @Benchmark
  public int depth1() {
    long aStamp = a.writeLock();
    try {
      return ++work;
    } finally {
      a.unlockWrite(aStamp);
    }
  }

  @Benchmark
  public int depth3() {
    long aStamp = a.writeLock();
    try {
      long bStamp = b.writeLock();
      try {
        long cStamp = c.writeLock();
        try {
          return ++work;
        } finally {
          c.unlockWrite(cStamp);
        }
      } finally {
        b.unlockWrite(bStamp);
      }
    } finally {
      a.unlockWrite(aStamp);
    }
  }

  @Benchmark
  public int depth6() {
    long aStamp = a.writeLock();
    try {
      long bStamp = b.writeLock();
      try {
        long cStamp = c.writeLock();
        try {
          long dStamp = d.writeLock();
          try {
            long eStamp = e.writeLock();
            try {
              long fStamp = f.writeLock();
              try {
                return ++work;
              } finally {
                f.unlockWrite(fStamp);
              }
            } finally {
              e.unlockWrite(eStamp);
            }
          } finally {
            d.unlockWrite(dStamp);
          }
        } finally {
          c.unlockWrite(cStamp);
        }
      } finally {
        b.unlockWrite(bStamp);
      }
    } finally {
      a.unlockWrite(aStamp);
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.check(params);
  }
}
