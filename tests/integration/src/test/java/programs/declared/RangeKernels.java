package programs.declared;

import static dev.jlockdep.tests.support.ThreadScript.alone;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.util.Map;
import programs.declared.Locks.Node;
import programs.declared.Locks.Sleeping;

/** Range locks: one instance is a tree and a range. */
final class RangeKernels {
  private RangeKernels() {}

  /** A tree of locked ranges. */
  static final class Tree {}

  static void add(Map<String, Kernel> all) {
    all.put("rangesOverlap", k -> nested(k, 0, 4, 3, 6));
    all.put("rangesEqual", k -> nested(k, 0, 4, 0, 4));
    all.put("rangesTouch", k -> nested(k, 0, 4, 4, 6));
    all.put("rangesApart", k -> nested(k, 0, 4, 8, 12));
    all.put("rangesDescend", k -> nested(k, 8, 12, 0, 4));
    all.put("rangesBothWays", RangeKernels::bothWays);
    all.put("rangesOfTwoTrees", RangeKernels::twoTrees);
    all.put("rangeTried", RangeKernels::tried);
    all.put("rangeReleasedElsewhere", RangeKernels::releasedElsewhere);
    all.put("rangeHandedOver", k -> handedOver(k, true));
    all.put("rangeHandedOverLate", k -> handedOver(k, false));
    all.put("rangeHandedOverAndWaitedFor", RangeKernels::handedOverAndWaitedFor);
    all.put("rangeHandedOverByStranger", RangeKernels::handedOverByStranger);
    all.put("rangeAndLock", RangeKernels::rangeAndLock);
    all.put("rangeNotHeld", RangeKernels::notHeld);
    all.put("rangeEmpty", k -> alone(k + " T",
        () -> Lockdep.acquireRange(tree(k), 4, 4, AcquireMode.EXCLUSIVE)));
  }

  static Tree tree(String k) {
    return Lockdep.declareRanges(new Tree(), k + ".range", new Node());
  }

  static void acquire(Object tree, long from, long to) {
    Lockdep.acquireRange(tree, from, to, AcquireMode.EXCLUSIVE);
  }

  private static void nested(String k, long from, long to, long from2, long to2) {
    Tree tree = tree(k);
    alone(k + " T", () -> {
      acquire(tree, from, to);
      acquire(tree, from2, to2);
      Lockdep.releaseRange(tree, from2, to2);
      Lockdep.releaseRange(tree, from, to);
      Lockdep.assertNothingHeld(k + " end");
    });
  }

  private static void bothWays(String k) {
    Tree tree = tree(k);
    alone(k + " T1", () -> {
      acquire(tree, 0, 4);
      acquire(tree, 8, 12);
      Lockdep.releaseRange(tree, 8, 12);
      Lockdep.releaseRange(tree, 0, 4);
    });
    alone(k + " T2", () -> {
      acquire(tree, 8, 12);
      acquire(tree, 0, 4);
      Lockdep.releaseRange(tree, 0, 4);
      Lockdep.releaseRange(tree, 8, 12);
    });
  }

  private static void twoTrees(String k) {
    Tree a = tree(k);
    Tree b = tree(k);
    alone(k + " T", () -> {
      acquire(a, 0, 4);
      acquire(b, 8, 12);
      Lockdep.releaseRange(b, 8, 12);
      Lockdep.releaseRange(a, 0, 4);
    });
  }

  private static void tried(String k) {
    Tree a = tree(k);
    Tree b = tree(k);
    alone(k + " T", () -> {
      acquire(a, 0, 4);
      Lockdep.tryAcquiredRange(b, 0, 4, AcquireMode.EXCLUSIVE);
      Lockdep.releaseRange(b, 0, 4);
      Lockdep.releaseRange(a, 0, 4);
    });
  }

  private static void releasedElsewhere(String k) {
    Tree tree = tree(k);
    alone(k + " T", () -> {
      acquire(tree, 0, 4);
      alone(k + " endio", () -> Lockdep.releaseRange(tree, 0, 4));
      Lockdep.assertNothingHeld(k + " end");
      acquire(tree, 0, 4);
      Lockdep.releaseRange(tree, 0, 4);
    });
  }

  /** A read locks a folio and the range under it; the device lets both go, the folio first. */
  private static void handedOver(String k, boolean beforeFolio) {
    Tree tree = tree(k);
    Sleeping first = lock(k + ".folio");
    Sleeping second = lock(k + ".folio");
    Node device = new Node();
    alone(k + " T", () -> {
      write(first);
      acquire(tree, 0, 4);
      if (beforeFolio) {
        Lockdep.handOffRange(tree, 0, 4, device);
      }
      Lockdep.handOff(first, device);
      alone(k + " endio", () -> release(first));
      write(second);
      release(second);
      if (!beforeFolio) {
        Lockdep.handOffRange(tree, 0, 4, device);
      }
      alone(k + " endio", () -> Lockdep.releaseRange(tree, 0, 4));
      Lockdep.assertNothingHeld(k + " end");
    });
  }

  /** The device lets go what was handed to it, not what the next reader has asked for. */
  private static void handedOverAndWaitedFor(String k) {
    Tree tree = tree(k);
    Node device = new Node();
    alone(k + " T1", () -> {
      acquire(tree, 0, 4);
      Lockdep.handOffRange(tree, 0, 4, device);
    });
    alone(k + " T2", () -> {
      acquire(tree, 0, 4);
      alone(k + " endio", () -> Lockdep.releaseRange(tree, 0, 4));
      Lockdep.handOffRange(tree, 0, 4, device);
      alone(k + " endio", () -> Lockdep.releaseRange(tree, 0, 4));
    });
  }

  private static void handedOverByStranger(String k) {
    Tree tree = tree(k);
    alone(k + " T", () -> {
      acquire(tree, 0, 4);
      alone(k + " stranger", () -> Lockdep.handOffRange(tree, 0, 4, new Node()));
      Lockdep.releaseRange(tree, 0, 4);
    });
  }

  private static void rangeAndLock(String k) {
    Tree tree = tree(k);
    Sleeping folio = lock(k + ".folio");
    alone(k + " T1", () -> {
      acquire(tree, 0, 4);
      write(folio);
      release(folio);
      Lockdep.releaseRange(tree, 0, 4);
    });
    alone(k + " T2", () -> {
      write(folio);
      acquire(tree, 0, 4);
      Lockdep.releaseRange(tree, 0, 4);
      release(folio);
    });
  }

  private static void notHeld(String k) {
    Tree tree = tree(k);
    alone(k + " T", () -> {
      acquire(tree, 0, 4);
      Lockdep.releaseRange(tree, 0, 8);
      Lockdep.releaseRange(tree, 0, 4);
    });
  }
}
