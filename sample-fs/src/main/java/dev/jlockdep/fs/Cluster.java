package dev.jlockdep.fs;

/** What the nodes of a cluster share besides files. */
final class Cluster {
  private final Glock statfs;
  private long written; // guarded by statfs

  Cluster(SampleFs fs) {
    statfs = new Glock("glock_statfs", fs, null);
  }

  /** Guards the counts. */
  Glock statfs() {
    return statfs;
  }

  /** Under {@link #statfs}. */
  void wrote(int bytes) {
    written += bytes;
  }

  /** Under {@link #statfs}: bytes written through the cache since the mount. */
  long written() {
    return written;
  }

  /** What another node does, which has no lock of this one but the glock. */
  static long size(Inode inode) {
    Glock.Holder holder = inode.glock().acquire(Glock.Mode.SHARED);
    try {
      return inode.size();
    } finally {
      inode.glock().release(holder);
    }
  }

  /** As {@link #size}; what is cached here goes first. */
  static void empty(SampleFs fs, Inode inode) {
    Glock.Holder holder = inode.glock().acquire(Glock.Mode.EXCLUSIVE);
    try {
      inode.invalidateLock().lockWrite();
      try {
        inode.setSize(0);
        inode.pageCache().truncate(0, Long.MAX_VALUE);
        inode.orderedTree().waitFor(0, Long.MAX_VALUE);
        inode.unmap(fs.allocGroup(), 0, Long.MAX_VALUE);
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } finally {
      inode.glock().release(holder);
    }
  }

  /** Takes the glocks of two files and lets them go. */
  static void touchBoth(SampleFs fs, Inode a, Inode b) {
    Glock.Holder[] both = acquireBoth(fs, a, b);
    b.glock().release(both[1]);
    a.glock().release(both[0]);
  }

  /** The glocks of two files, for a call that needs both; by inode number (gfs2_glock_nq_m). */
  static Glock.Holder[] acquireBoth(SampleFs fs, Inode a, Inode b) {
    boolean sorts = !fs.has(Fault.GFS_UNSORTED_MULTI);
    Inode first = sorts && b.number() < a.number() ? b : a;
    Inode second = first == a ? b : a;
    Glock.Holder one = first.glock().acquire(Glock.Mode.EXCLUSIVE);
    fs.gates().reach(Gates.REMAP_ONE_LOCKED);
    Glock.Holder two =
        sorts
            ? second.glock().acquireNested(Glock.Mode.EXCLUSIVE)
            : second.glock().acquire(Glock.Mode.EXCLUSIVE);
    return first == a ? new Glock.Holder[] {one, two} : new Glock.Holder[] {two, one};
  }
}
