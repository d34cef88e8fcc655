package dev.jlockdep.fs;

/** Which Linux filesystem's way of locking a mount follows. */
public enum Personality {
  /** Without range locks: xfs. */
  XFS,
  /** Range locks and ordered extents: btrfs. */
  EXTENT
}
