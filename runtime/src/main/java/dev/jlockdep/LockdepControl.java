package dev.jlockdep;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingListener;
import dev.jlockdep.api.GraphView;
import dev.jlockdep.api.Stats;
import dev.jlockdep.api.ThreadSnapshot;
import java.util.List;

/** For the agent and for tests: switches, listeners, snapshots. Thread-safe. */
public final class LockdepControl {
  private LockdepControl() {}

  /** Adds a listener; findings made before are not replayed. */
  public static void addListener(FindingListener listener) {}

  /** All findings so far, one per fingerprint at its highest level, in order of discovery. */
  public static List<Finding> findings() {
    return List.of();
  }

  /** The graph now. */
  public static GraphView graph() {
    return new GraphView(List.of(), List.of(), List.of());
  }

  /** Counters now. */
  public static Stats stats() {
    return new Stats(new java.util.LinkedHashMap<>());
  }

  /** One snapshot for each live thread that holds or asks for a lock. */
  public static List<ThreadSnapshot> threads() {
    return List.of();
  }

  /** Publishes a finding that was made outside the runtime (the deadlock watch, say). */
  public static void report(Finding finding) {}

  /**
   * Marks the start of a JUnit test on the calling thread: a new task begins. An empty name ends it;
   * locks still held by the thread then are LEAK findings.
   */
  public static void test(String name) {}

  /** Hooks do nothing on the calling thread until {@link #resume}; nests. */
  public static void pause() {}

  /** Ends one {@link #pause}. */
  public static void resume() {}
}
