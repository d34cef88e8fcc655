package dev.jlockdep.tests.benchmarks;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Hashtable;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
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

/** Types of the JDK that lock inside themselves, called while one lock of the program is held. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@CompilerControl(CompilerControl.Mode.DONT_INLINE)
public class JdkTypes {
  private static final Integer KEY = 42;

  private final Object outer = new Object();
  private final Vector<Integer> vector = new Vector<>();
  private final Hashtable<Integer, Integer> table = new Hashtable<>();
  private final PrintStream stream = new PrintStream(OutputStream.nullOutputStream());
  private final ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
  private final ArrayBlockingQueue<Integer> arrayQueue = new ArrayBlockingQueue<>(4);
  private final LinkedBlockingQueue<Integer> linkedQueue = new LinkedBlockingQueue<>(4);

  public JdkTypes() {
    vector.add(KEY);
    table.put(KEY, KEY);
    map.put(KEY, KEY);
  }

  @Benchmark
  public Integer vectorGet() {
    synchronized (outer) {
      return vector.get(0);
    }
  }

  @Benchmark
  public Integer hashtableGet() {
    synchronized (outer) {
      return table.get(KEY);
    }
  }

  @Benchmark
  public void printStreamWrite() {
    synchronized (outer) {
      stream.write('x');
    }
  }

  @Benchmark
  public Integer mapPut() {
    synchronized (outer) {
      return map.put(KEY, KEY);
    }
  }

  @Benchmark
  public Integer arrayQueue() {
    synchronized (outer) {
      arrayQueue.offer(KEY);
      return arrayQueue.poll();
    }
  }

  @Benchmark
  public Integer linkedQueue() {
    synchronized (outer) {
      linkedQueue.offer(KEY);
      return linkedQueue.poll();
    }
  }

  @TearDown(Level.Trial)
  public void check(BenchmarkParams params) {
    Watched.clean();
  }
}
