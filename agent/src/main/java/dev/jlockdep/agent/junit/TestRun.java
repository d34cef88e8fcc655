package dev.jlockdep.agent.junit;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.report.FindingRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which tests run now, and which failing finding belongs to which of them. Each failing finding has
 * one owner: the test on the finding's own thread, else (a pool thread) the test that was started
 * last, else the test class or session that ends next. Thread-safe; knows no type of JUnit.
 */
final class TestRun implements Consumer<FindingRecord> {
  private final Map<String, RunningTest> running = new LinkedHashMap<>();
  private final Set<String> owned = new HashSet<>();
  private final List<FindingRecord> betweenTests = new ArrayList<>();
  private final List<FindingRecord> missed = new ArrayList<>();
  private int finished;

  private static final class RunningTest {
    final String name;
    final Thread thread;
    final List<FindingRecord> findings = new ArrayList<>();

    RunningTest(String name, Thread thread) {
      this.name = name;
      this.thread = thread;
    }
  }

  /** A test starts on the calling thread; told twice (by listener and extension) it counts once. */
  void start(String id, String name) {
    synchronized (this) {
      if (running.containsKey(id)) {
        return;
      }
      running.put(id, new RunningTest(name, Thread.currentThread()));
    }
    LockdepControl.test(name);
  }

  /** A test ends; the caller makes it fail with the failing findings that are returned. */
  List<FindingRecord> finish(String id) {
    synchronized (this) {
      if (!running.containsKey(id)) {
        return List.of();
      }
    }
    // first: locks that the test still holds are its findings too
    LockdepControl.test("");
    return remove(id);
  }

  private synchronized List<FindingRecord> remove(String id) {
    RunningTest test = running.remove(id);
    finished += test == null ? 0 : 1;
    return test == null ? List.of() : test.findings;
  }

  /**
   * A test ends that nothing here can fail. Its findings go to a test around it, such as the
   * factory of a dynamic test, else to the end of the session. Locks still held are no findings
   * here: JUnit 4 tells of the end while it holds a lock of its own.
   */
  void finishUnfailable(String id) {
    List<FindingRecord> findings = remove(id);
    synchronized (this) {
      RunningTest around = runningOn(threadIdOf(Thread.currentThread()));
      (around == null ? missed : around.findings).addAll(findings);
    }
  }

  /** Failing findings made while no test ran; the caller makes the build fail with them. */
  synchronized List<FindingRecord> takeBetweenTests() {
    List<FindingRecord> taken = new ArrayList<>(betweenTests);
    betweenTests.clear();
    return taken;
  }

  /** All failing findings that made no test fail; the caller makes the build fail with them. */
  synchronized List<FindingRecord> takeUnreported() {
    List<FindingRecord> taken = takeBetweenTests();
    taken.addAll(missed);
    missed.clear();
    for (RunningTest test : running.values()) {
      taken.addAll(test.findings);
      test.findings.clear();
    }
    return taken;
  }

  /** How many failing findings made nothing fail so far. */
  synchronized int unreported() {
    int count = betweenTests.size() + missed.size();
    for (RunningTest test : running.values()) {
      count += test.findings.size();
    }
    return count;
  }

  /** How many tests ended so far. */
  synchronized int finished() {
    return finished;
  }

  @Override
  public synchronized void accept(FindingRecord finding) {
    if (!finding.failing() || !owned.add(finding.fingerprint())) {
      return;
    }
    RunningTest owner = ownerOf(finding);
    (owner == null ? betweenTests : owner.findings).add(finding);
  }

  private RunningTest ownerOf(FindingRecord finding) {
    RunningTest onThread = runningOn(finding.threadId());
    if (onThread != null) {
      return onThread;
    }
    RunningTest last = null;
    for (RunningTest test : running.values()) {
      if (test.name.equals(finding.test())) {
        return test;
      }
      last = test;
    }
    return last;
  }

  /** The innermost test of the thread. */
  private RunningTest runningOn(long threadId) {
    RunningTest found = null;
    for (RunningTest test : running.values()) {
      if (threadIdOf(test.thread) == threadId) {
        found = test;
      }
    }
    return found;
  }

  /** {@code Thread.threadId} exists since 19 only; the old name warns there. */
  @SuppressWarnings("deprecation")
  private static long threadIdOf(Thread thread) {
    return thread.getId();
  }
}
