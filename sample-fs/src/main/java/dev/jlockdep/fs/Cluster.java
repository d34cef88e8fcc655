package dev.jlockdep.fs;

import dev.jlockdep.api.Scope;
import java.io.Closeable;
import java.io.IOException;

/** What the mounts of one device share, for the gfs personality: at most two, of one JVM. */
final class Cluster implements Closeable {
  private final SampleFs first;
  private final Glock statfs;
  private long written; // guarded by statfs
  /** Null while there is one mount. */
  private volatile SampleFs second;
  /** Moves files from one mount to the other; null as long as there was never a second one. */
  private volatile WorkQueue mover;

  Cluster(SampleFs first) {
    this.first = first;
    statfs = new Glock("glock_statfs", first, null);
  }

  // ---- mounts ----------------------------------------------------------------------------------

  /** Whether two mounts share the device. */
  boolean shared() {
    return second != null;
  }

  /** For what only one mount can do. */
  void requireAlone(String what) {
    if (shared()) {
      throw new IllegalStateException(
          what + " with two mounts of the device: close the second one first");
    }
  }

  synchronized void join(SampleFs mount) {
    requireAlone("a further mount");
    if (mover == null) {
      mover = new WorkQueue("samplefs-glock-wq");
    }
    second = mount;
  }

  /** A file of the first mount as the second one has it. */
  Inode onSecond(InodeTable inodes, Inode known) {
    return inodes.copyOf(
        known,
        made -> {
          known.glock().joinedBy(made.glock(), mover, new FileCopy(first, known));
          made.glock().copy(new FileCopy(second, made));
        });
  }

  /** The second mount gives a file back: the first one knows it then. */
  void giveBack(Inode inode) throws IOException {
    if (inode.glock().current()) {
      try (Scope glock = held(inode, Glock.Mode.SHARED)) {
        inode.glock().copy().writeBack();
        inode.glock().leave();
      }
    }
    held(first.inode(inode.number()), Glock.Mode.SHARED).close();
  }

  /** The second mount is gone. */
  void left() {
    second = null;
  }

  @Override
  public void close() {
    if (mover != null) {
      mover.close();
    }
  }

  // ---- glocks ----------------------------------------------------------------------------------

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

  /** The file's glock until the scope is closed; nothing where files have none. */
  static Scope hold(SampleFs fs, Inode inode, Glock.Mode mode) {
    return fs.personality() == Personality.GFS ? held(inode, mode) : () -> {};
  }

  private static Scope held(Inode inode, Glock.Mode mode) {
    Glock.Holder holder = inode.glock().acquire(mode);
    return () -> inode.glock().release(holder);
  }

  /** The size as the cluster knows it. */
  static long size(SampleFs fs, Inode inode) {
    if (!fs.cluster().shared()) {
      return inode.size();
    }
    try (Scope glock = held(inode, Glock.Mode.SHARED)) {
      return inode.size();
    }
  }

  /** As {@link #hold} for a call that needs the glocks of two files, exclusively. */
  static Scope holdBoth(SampleFs fs, Inode a, Inode b) {
    return fs.personality() == Personality.GFS ? heldBoth(fs, a, b) : () -> {};
  }

  /** Takes the glocks of two files and lets them go. */
  static void touchBoth(SampleFs fs, Inode a, Inode b) {
    heldBoth(fs, a, b).close();
  }

  private static Scope heldBoth(SampleFs fs, Inode a, Inode b) {
    Glock.Holder[] both = acquireBoth(fs, a, b);
    return () -> {
      b.glock().release(both[1]);
      a.glock().release(both[0]);
    };
  }

  /** By inode number (gfs2_glock_nq_m). */
  private static Glock.Holder[] acquireBoth(SampleFs fs, Inode a, Inode b) {
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
