package dev.jlockdep.fs;

/** Which Linux filesystem's way of locking a mount follows. */
public enum Personality {
  /** Without range locks: xfs. */
  XFS,
  /** Without a cache, on persistent memory: ext4 and xfs with DAX. */
  DAX,
  /** A lock of a cluster for each file: gfs2. */
  GFS,
  /** Range locks and ordered extents: btrfs. */
  EXTENT;

  /** Whether files can have blocks in common, as on xfs and btrfs. */
  public boolean clones() {
    return this == XFS || this == EXTENT;
  }
}
