package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.conformance.Notation.Segment;
import dev.jlockdep.tests.support.ThreadScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The kernel's rows that mean something on the JVM, each with the locks of its mapping. */
final class KernelRows {
  /** Enough for any cache to take a chain for known; not a power of two less one. */
  private static final int CHAIN_SIGHTINGS = 300;

  private static final Map<String, String> CYCLES = Map.ofEntries(
      Map.entry("ABBA", "AB"), Map.entry("ABBCCA", "ABC"), Map.entry("ABCABC", "ABC"),
      Map.entry("ABBCCDDA", "ABCD"), Map.entry("ABCDBDDA", "ABD"), Map.entry("ABCDBCDA", "ABCD"));

  private KernelRows() {}

  static List<Trial> trials(Row row) {
    switch (row.group()) {
      case "basic order":
        return basicOrder(row);
      case "usage":
        return doubleUnlock(row);
      case "read recursion":
        return readRecursion(row);
      case "read recursion 3-cycle":
        return threeCycle(row);
      case "nest":
        return nest(row);
      case "ww block/try matrix":
        return tryMatrix(row);
      case "fs_reclaim":
        return List.of(reclaim(row));
      default:
        throw new IllegalArgumentException("no rule for the group of row " + row);
    }
  }

  private static List<Trial> basicOrder(Row row) {
    String shape = row.test().substring(0, row.test().indexOf('_'));
    boolean clean = row.expected().equals("clean");
    Expectation expectation;
    if (clean) {
      expectation = Expectation.clean();
    } else if (shape.equals("AA")) {
      expectation = Expectation.recursion("X");
    } else {
      Level levelMin = row.test().endsWith("_rsem") ? Level.POSSIBLE : Level.LIKELY;
      expectation = Expectation.cycle(levelMin, CYCLES.get(shape));
    }
    return byColumn(row, expectation);
  }

  private static List<Trial> doubleUnlock(Row row) {
    return byColumn(row, Expectation.finding(FindingKind.BAD_RELEASE, Level.POSSIBLE, "A"));
  }

  /** The last part of the test id is the column of the kernel's table: a kind of lock. */
  private static List<Trial> byColumn(Row row, Expectation expectation) {
    String column = row.test().substring(row.test().lastIndexOf('_') + 1);
    switch (column) {
      case "spin":
        return only(row, expectation, LockKind.MONITOR, null);
      case "wlock":
        return only(row, expectation, null, LockKind.READ_WRITE);
      case "rlock":
        return only(row, expectation, null, LockKind.ANNOTATED);
      case "mutex":
        return only(row, expectation, LockKind.REENTRANT, null);
      case "wsem":
        return only(row, expectation, null, LockKind.STAMPED);
      case "rsem":
        return each(row, expectation, null, LockKind.READ_WRITE, LockKind.STAMPED);
      case "rtmutex":
        return only(row, expectation, LockKind.SEMAPHORE, null);
      default:
        throw new IllegalArgumentException("unknown column in row " + row);
    }
  }

  private static List<Trial> readRecursion(Row row) {
    Expectation recursion = Expectation.recursion("X");
    LockKind mutex = LockKind.REENTRANT;
    switch (row.test()) {
      case "rlock_AA1":
        return only(row, Expectation.clean(), null, LockKind.READ_WRITE);
      case "rsem_AA1":
        return only(row, recursion, null, LockKind.STAMPED);
      case "rlock_AA1B":
        return only(row, Expectation.clean(), null, LockKind.ANNOTATED);
      case "rsem_AA1B":
      case "rlock_AA2":
      case "rlock_AA3":
        return only(row, recursion, null, LockKind.READ_WRITE);
      case "rsem_AA2":
      case "rsem_AA3":
        return each(row, recursion, null, LockKind.READ_WRITE, LockKind.STAMPED);
      case "rlock_ABBA1":
      case "rwsem_ABBA1":
      case "rwsem_ABBA2":
        return only(row, Expectation.cycle(Level.POSSIBLE, "XY"), mutex, LockKind.READ_WRITE);
      case "rlock_ABBA2":
        return only(row, Expectation.clean(), mutex, LockKind.ANNOTATED);
      case "rlock_ABBA3":
        return only(row, Expectation.cycle(Level.LIKELY, "XY"), mutex, LockKind.READ_WRITE);
      case "rwsem_ABBA3":
        return only(row, Expectation.cycle(Level.LIKELY, "XY"), mutex, LockKind.STAMPED);
      case "rlock_chaincache_ABBA1":
        return chainCache(row);
      default:
        throw new IllegalArgumentException("no rule for row " + row);
    }
  }

  /**
   * The second task's chain differs from the third's in a mode only. The variant runs both on one
   * thread, the second so often that a cache of chains knows it well when the third comes.
   */
  private static List<Trial> chainCache(Row row) {
    Expectation cycle = Expectation.cycle(Level.POSSIBLE, "XY");
    List<Segment> segments = Notation.parse(row.sequence());
    Segment second = segments.get(1);
    List<Segment> warm = new ArrayList<>();
    warm.add(segments.get(0));
    warm.addAll(Collections.nCopies(CHAIN_SIGHTINGS, second));
    warm.add(new Segment(second.thread(), segments.get(2).ops()));
    LockKind mutex = LockKind.REENTRANT;
    return List.of(
        Trial.of(row, "COLD", cycle, segments, mutex, LockKind.ANNOTATED),
        Trial.of(row, "WARM", cycle, warm, mutex, LockKind.ANNOTATED));
  }

  /** The mapping column gives one verdict for reader-preferring locks and one for the JDK's. */
  private static List<Trial> threeCycle(Row row) {
    if (!row.mapping().endsWith("ReentrantReadWriteLock: deadlock reported")) {
      throw new IllegalArgumentException("unexpected mapping in row " + row);
    }
    Expectation reported = Expectation.cycle(Level.POSSIBLE, "XYZ");
    Expectation annotated = row.expected().equals("clean") ? Expectation.clean() : reported;
    List<Trial> trials = new ArrayList<>();
    trials.addAll(each(row, annotated, null, LockKind.ANNOTATED));
    trials.addAll(each(row, reported, null, LockKind.READ_WRITE));
    return trials;
  }

  private static List<Trial> nest(Row row) {
    if (row.test().equals("ww_test_spin_nest_lock")) {
      return only(row, Expectation.clean(), LockKind.REENTRANT, null);
    }
    Expectation notHeld = Expectation.finding(FindingKind.UNGUARDED, Level.POSSIBLE, "A");
    return List.of(Trial.of(row, "", notHeld, List.of("A"), KernelRows::nestWithoutOuter));
  }

  private static void nestWithoutOuter(String prefix) {
    AnnotatedLock outer = new AnnotatedLock(prefix + ".o");
    AnnotatedLock inner = new AnnotatedLock(prefix + ".A");
    ThreadScript.alone(prefix + " T1", () -> {
      inner.acquireUnder(outer.object());
      inner.release(Access.PLAIN);
    });
  }

  private static List<Trial> tryMatrix(Row row) {
    Expectation expectation = Expectation.clean();
    if (row.failureClass().equals("recursive")) {
      expectation = Expectation.recursion("o");
    } else if (row.failureClass().equals("circular")) {
      expectation = Expectation.cycle(Level.LIKELY, "Ao");
    }
    return only(row, expectation, LockKind.REENTRANT, null);
  }

  private static Trial reclaim(Row row) {
    Expectation expectation = row.expected().equals("clean")
        ? Expectation.clean()
        : Expectation.finding(FindingKind.RECURSION, Level.POSSIBLE, "reclaim");
    return Trial.of(row, "", expectation, List.of("reclaim"), prefix -> {
      ReclaimRegion region = new ReclaimRegion(prefix + ".reclaim");
      ThreadScript.alone(prefix + " T1", () -> region.run(row.sequence()));
    });
  }

  /** The pseudo-lock of memory reclaim: entering holds it, every allocation may enter it. */
  private static final class ReclaimRegion {
    private boolean noFs;

    ReclaimRegion(String lockClass) {
      Lockdep.declare(this, lockClass, null, "region");
    }

    void run(String sequence) {
      for (String step : sequence.substring("T1:".length()).split(";")) {
        step(step.trim());
      }
    }

    private void step(String step) {
      switch (step) {
        case "enter(reclaim)":
          Lockdep.acquire(this, AcquireMode.EXCLUSIVE);
          break;
        case "leave":
          Lockdep.release(this);
          break;
        case "nofs_save":
          noFs = true;
          break;
        case "nofs_restore":
          noFs = false;
          break;
        case "mayAlloc(NOFS)":
          break;
        case "mayAlloc(KERNEL)":
          mayAllocate();
          break;
        default:
          throw new IllegalArgumentException("unknown step " + step);
      }
    }

    private void mayAllocate() {
      if (!noFs) {
        Lockdep.sync(this, AcquireMode.EXCLUSIVE);
      }
    }
  }

  private static List<Trial> only(
      Row row, Expectation expectation, LockKind plain, LockKind shared) {
    return List.of(trial(row, "", expectation, plain, shared));
  }

  private static List<Trial> each(
      Row row, Expectation expectation, LockKind plain, LockKind... shared) {
    List<Trial> trials = new ArrayList<>();
    for (LockKind kind : shared) {
      trials.add(trial(row, kind.name(), expectation, plain, kind));
    }
    return trials;
  }

  private static Trial trial(
      Row row, String variant, Expectation expectation, LockKind plain, LockKind shared) {
    requireMapping(row, plain);
    requireMapping(row, shared);
    List<Segment> segments = Notation.parse(row.sequence());
    return Trial.of(row, variant, expectation, segments, plain, shared);
  }

  private static void requireMapping(Row row, LockKind kind) {
    if (kind != null && !kind.isNamedIn(row.mapping())) {
      throw new IllegalArgumentException(kind + " is not in the mapping of row " + row);
    }
  }
}
