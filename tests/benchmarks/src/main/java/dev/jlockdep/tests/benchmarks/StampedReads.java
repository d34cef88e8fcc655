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

/** Nested read stamps on locks of the thread's own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class StampedReads {
  private final StampedLock a = new StampedLock();
  private final StampedLock b = new StampedLock();
  private final StampedLock c = new StampedLock();
  private final StampedLock d = new StampedLock();
  private final StampedLock e = new StampedLock();
  private final StampedLock f = new StampedLock();
  private int work;

  @Benchmark
  public int depth1() {
    long aStamp = a.readLock();
    try {
      return ++work;
    } finally {
      a.unlockRead(aStamp);
    }
  }

  @Benchmark
  public int depth3() {
    long aStamp = a.readLock();
    try {
      long bStamp = b.readLock();
      try {
        long cStamp = c.readLock();
        try {
          return ++work;
        } finally {
          c.unlockRead(cStamp);
        }
      } finally {
        b.unlockRead(bStamp);
      }
    } finally {
      a.unlockRead(aStamp);
    }
  }

  @Benchmark
  public int depth6() {
    long aStamp = a.readLock();
    try {
      long bStamp = b.readLock();
      try {
        long cStamp = c.readLock();
        try {
          long dStamp = d.readLock();
          try {
            long eStamp = e.readLock();
            try {
              long fStamp = f.readLock();
              try {
                return ++work;
              } finally {
                f.unlockRead(fStamp);
              }
            } finally {
              e.unlockRead(eStamp);
            }
          } finally {
            d.unlockRead(dStamp);
          }
        } finally {
          c.unlockRead(cStamp);
        }
      } finally {
        b.unlockRead(bStamp);
      }
    } finally {
      a.unlockRead(aStamp);
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.check(params);
  }
}
