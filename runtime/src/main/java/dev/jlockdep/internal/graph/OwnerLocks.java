package dev.jlockdep.internal.graph;

import java.util.HashMap;

/**
 * Which lock of a class each owner has, to tell whether an owner has but one: only then does holding
 * "the owner's lock of that class" exclude anybody. Thread-safe.
 */
final class OwnerLocks {
  private final SpinLock lock = new SpinLock();
  /** Number of the lock by the owner's identity hash; forgotten when it is full. */
  private final HashMap<Integer, Integer> byOwner = new HashMap<>();
  private volatile boolean many;

  /** Whether some owner was seen with two locks of the class. */
  boolean many() {
    return many;
  }

  void seen(int owner, int instance) {
    if (many) {
      return;
    }
    lock.lock();
    try {
      if (byOwner.size() >= Limits.OWNERS_MAX) {
        byOwner.clear();
      }
      Integer before = byOwner.put(owner, instance);
      if (before != null && before != instance) {
        many = true;
        byOwner.clear();
      }
    } finally {
      lock.unlock();
    }
  }
}
