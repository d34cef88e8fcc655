package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.util.ArrayList;
import java.util.List;

/** The ordered extents of one file that are not complete. */
final class OrderedTree {
  private final RwSem lock;
  /** Stands for the extents that could have been there. */
  private final Object any = new Object();
  private final List<Ordered> extents = new ArrayList<>(); // guarded by lock

  OrderedTree(Inode inode) {
    lock = new RwSem("ordered_tree", inode);
    Lockdep.declare(any, "ordered_extent", inode, "event");
  }

  void add(Ordered extent) {
    lock.lockWrite();
    try {
      extents.add(extent);
    } finally {
      lock.unlockWrite();
    }
  }

  void remove(Ordered extent) {
    lock.lockWrite();
    try {
      extents.remove(extent);
    } finally {
      lock.unlockWrite();
    }
  }

  /** One that overlaps blocks {@code [from, to)}, or null. */
  Ordered find(long from, long to) {
    lock.lockRead();
    try {
      for (Ordered extent : extents) {
        if (extent.from() < to && from < extent.to()) {
          return extent;
        }
      }
      return null;
    } finally {
      lock.unlockRead();
    }
  }

  /**
   * As {@link #find}, by a caller that will wait for what it finds: jlockdep is told so whether or not
   * there is something to wait for (btrfs_might_wait_for_event).
   */
  Ordered findToWait(long from, long to) {
    Lockdep.mightLock(any, AcquireMode.EXCLUSIVE);
    return find(from, to);
  }

  /** Waits for all that overlap blocks {@code [from, to)}. */
  void waitFor(long from, long to) {
    for (Ordered extent = findToWait(from, to); extent != null; extent = find(from, to)) {
      extent.start();
    }
  }
}
