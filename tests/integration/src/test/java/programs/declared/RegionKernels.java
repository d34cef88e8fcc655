package programs.declared;

import static dev.jlockdep.tests.support.ThreadScript.alone;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.read;
import static programs.declared.Locks.release;
import static programs.declared.Locks.write;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Region;
import dev.jlockdep.api.Scope;
import dev.jlockdep.tests.support.ThreadScript;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import programs.declared.Locks.Sleeping;

/** Page faults, reclaim and callbacks; sections without them; holds that may be taken away. */
final class RegionKernels {
  private RegionKernels() {}

  static void add(Map<String, Kernel> all) {
    all.put("copyUnderRange", k -> copies(k, false, true));
    all.put("copyUnderRangeAfterFault", k -> copies(k, true, true));
    all.put("copyAfterRange", k -> copies(k, false, false));
    all.put("copyUnderJdkLock", RegionKernels::copyUnderJdkLock);
    all.put("copyUnderOtherInstance", RegionKernels::copyUnderOtherInstance);
    all.put("copyThroughTwoLocks", RegionKernels::copyThroughTwoLocks);
    all.put("copyInHandler", RegionKernels::copyInHandler);
    all.put("copyInNofault", k -> nofault(k, false, Lockdep::noFault));
    all.put("copyWithFaultsDisabled", k -> nofault(k, false, Lockdep::pagefaultDisabled));
    all.put("faultInNofault", k -> nofault(k, true, Lockdep::noFault));
    all.put("faultWithFaultsDisabled", k -> nofault(k, true, Lockdep::pagefaultDisabled));
    all.put("copyAfterNofault", RegionKernels::copyAfterNofault);
    all.put("faultTakesHeldLock", RegionKernels::faultTakesHeldLock);
    all.put("reclaimUnderLock", k -> reclaim(k, false));
    all.put("noReclaimUnderLock", k -> reclaim(k, true));
    all.put("callbackUnderLock", RegionKernels::callbackUnderLock);
    all.put("revocableWhileFaulting", k -> revocable(k, true, false));
    all.put("heldWhileFaulting", k -> revocable(k, false, false));
    all.put("revokedAndUsed", k -> revocable(k, true, true));
    all.put("revocableReleased", RegionKernels::revocableReleased);
    all.put("revocableNotHeld",
        k -> alone(k + " T", () -> Lockdep.revocable(lock(k + ".glock")).close()));
  }

  private static void copies(String k, boolean faultFirst, boolean under) {
    Sleeping range = lock(k + ".range");
    alone(k + " T", () -> {
      if (faultFirst) {
        fault(range);
      }
      write(range);
      if (under) {
        copy();
      }
      release(range);
      copy();
      if (!faultFirst) {
        fault(range);
      }
    });
  }

  private static void copy() {
    Lockdep.mightFault();
  }

  private static void fault(Sleeping range) {
    try (Scope handler = Lockdep.enterFault()) {
      write(range);
      release(range);
    }
  }

  private static void copyUnderJdkLock(String k) {
    ReentrantLock range = Lockdep.name(new ReentrantLock(), k + ".range");
    alone(k + " T", () -> {
      range.lock();
      copy();
      range.unlock();
      try (Scope handler = Lockdep.enterFault()) {
        range.lock();
        range.unlock();
      }
    });
  }

  private static void copyUnderOtherInstance(String k) {
    Sleeping a = lock(k + ".range");
    Sleeping b = lock(k + ".range");
    alone(k + " T", () -> {
      write(a);
      copy();
      release(a);
      fault(b);
    });
  }

  /** a, may fault; the handler takes b; elsewhere b, then a: two tasks are needed. */
  private static void copyThroughTwoLocks(String k) {
    Sleeping a = lock(k + ".a");
    Sleeping b = lock(k + ".b");
    alone(k + " T1", () -> {
      write(a);
      copy();
      release(a);
      fault(b);
    });
    alone(k + " T2", () -> {
      write(b);
      write(a);
      release(a, b);
    });
  }

  private static void copyInHandler(String k) {
    Sleeping range = lock(k + ".range");
    alone(k + " T", () -> {
      try (Scope handler = Lockdep.enterFault()) {
        write(range);
        copy();
        try (Scope again = Lockdep.enterFault()) {
          copy();
        }
        release(range);
      }
    });
  }

  /** Opens a section. */
  private interface Section {
    Scope open();
  }

  private static void nofault(String k, boolean reallyFaults, Section section) {
    Sleeping range = lock(k + ".range");
    alone(k + " T", () -> {
      write(range);
      try (Scope open = section.open()) {
        copy();
        if (reallyFaults) {
          try (Scope handler = Lockdep.enterFault()) {
            copy();
          }
        }
      }
      release(range);
      if (!reallyFaults) {
        fault(range);
      }
    });
  }

  private static void copyAfterNofault(String k) {
    Sleeping range = lock(k + ".range");
    alone(k + " T", () -> {
      write(range);
      try (Scope open = Lockdep.noFault()) {
        copy();
      }
      copy();
      release(range);
      fault(range);
    });
  }

  private static void faultTakesHeldLock(String k) {
    Sleeping range = lock(k + ".range");
    alone(k + " T", () -> {
      write(range);
      fault(range);
      release(range);
    });
  }

  private static void reclaim(String k, boolean none) {
    Sleeping invalidate = lock(k + ".invalidate_lock");
    try (ThreadScript script = new ThreadScript()) {
      script.step(k + " reader", () -> {
        read(invalidate);
        Scope section = none ? Lockdep.noReclaim() : null;
        Lockdep.mightReclaim();
        if (section != null) {
          section.close();
        }
        release(invalidate);
      });
      script.step(k + " kswapd", () -> {
        try (Scope reclaim = Lockdep.enterReclaim()) {
          write(invalidate);
          release(invalidate);
        }
      });
    }
  }

  /** A listener takes a lock of its own; eviction is triggered under that lock. */
  private static void callbackUnderLock(String k) {
    Region eviction = Lockdep.region(k + ".eviction");
    ReentrantLock index = Lockdep.name(new ReentrantLock(), k + ".index");
    alone(k + " T1", () -> {
      try (Scope listener = eviction.enter()) {
        index.lock();
        index.unlock();
      }
    });
    alone(k + " T2", () -> {
      index.lock();
      eviction.might();
      index.unlock();
    });
  }

  private static void revocable(String k, boolean mayBe, boolean taken) {
    Sleeping glock = lock(k + ".glock");
    alone(k + " T", () -> {
      write(glock);
      Scope demotable = mayBe ? Lockdep.revocable(glock) : null;
      copy();
      if (taken) {
        alone(k + " demoter", () -> Lockdep.revoked(glock));
      } else {
        fault(glock);
      }
      if (demotable != null) {
        demotable.close();
      }
      useState(glock);
      if (!taken) {
        release(glock);
      }
      Lockdep.assertNothingHeld(k + " end");
    });
  }

  private static void useState(Sleeping glock) {
    Lockdep.assertHeld(glock, AcquireMode.READ);
  }

  private static void revocableReleased(String k) {
    Sleeping glock = lock(k + ".glock");
    alone(k + " T", () -> {
      write(glock);
      try (Scope demotable = Lockdep.revocable(glock)) {
        release(glock);
      }
      Lockdep.assertNothingHeld(k + " end");
    });
  }
}
