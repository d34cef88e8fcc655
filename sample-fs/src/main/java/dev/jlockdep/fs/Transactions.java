package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.Ticket;

/**
 * Changes that the filesystem makes by itself, and the inner freeze levels. On a
 * frozen mount a change waits for the thaw. The thaw takes s_umount, as everything does that must find
 * the mount there; so a change that is made under s_umount may wait for ever.
 *
 * <p>Source: freeze_super, thaw_super and the inode garbage collector of xfs; fstests generic/738.
 */
final class Transactions {
  private final FreezeGate sbInternal;
  private final FreezeGate sbPagefaults;
  private final RwSem sUmount;
  /** That the mount is thawed: signalled by a thaw, which owes it from its first step on. */
  private final Object thawed = new Object();
  private final WorkQueue inodegc = new WorkQueue("samplefs-inodegc");

  Transactions(SampleFs fs) {
    sbPagefaults = new FreezeGate("sb_pagefaults", fs);
    sbInternal = new FreezeGate("sb_internal", fs);
    sUmount = new RwSem("s_umount", fs);
    Lockdep.declare(thawed, "sb_frozen", fs, "event");
  }

  /** Whoever goes through a mount's inodes has this shared. */
  RwSem sUmount() {
    return sUmount;
  }

  /** Page faults that write pass it. */
  FreezeGate sbPagefaults() {
    return sbPagefaults;
  }

  /** Starts a change; waits while the mount is frozen. */
  void start() {
    Lockdep.await(thawed);
    sbInternal.enter();
  }

  void end() {
    sbInternal.leave();
  }

  /** Waits for the changes in progress and keeps new ones waiting. */
  void freeze() {
    sbPagefaults.freeze();
    sbInternal.freeze();
  }

  /** @param outer opens the outer levels */
  void thaw(Runnable outer) {
    Ticket duty = Lockdep.begin(thawed);
    try {
      sUmount.lockWrite();
      try {
        sbInternal.thaw();
        sbPagefaults.thaw();
        outer.run();
      } finally {
        sUmount.unlockWrite();
      }
    } finally {
      duty.end();
    }
  }

  /** Under s_umount: an inode that nobody uses now gives up the blocks beyond its end. */
  void evict(SampleFs fs, Inode inode) {
    if (inode.type() != InodeType.FILE || !inode.blocks().hasBlocksFrom(Transfer.blocksUpTo(inode.size()))) {
      return;
    }
    if (fs.has(Fault.FS_EVICT_TRANSACTION_UNDER_UMOUNT)) {
      inactivate(fs, inode);
    } else {
      inodegc.add(() -> inactivate(fs, inode));
    }
  }

  private void inactivate(SampleFs fs, Inode inode) {
    start();
    try {
      // who has it is about to use those blocks, or to extend the file
      if (inode.iRwsem().tryLockWrite()) {
        try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
          inode.blocks().unmap(fs.allocGroup(), Transfer.blocksUpTo(inode.size()), Long.MAX_VALUE);
        } finally {
          inode.iRwsem().unlockWrite();
        }
      }
    } finally {
      end();
    }
  }

  /** Finishes what was left for later. */
  void close() {
    inodegc.close();
  }
}
