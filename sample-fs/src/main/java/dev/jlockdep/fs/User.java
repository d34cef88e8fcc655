package dev.jlockdep.fs;

import java.nio.file.AccessDeniedException;

/**
 * Who a mount acts for, and what the mode of a file lets that user do: the owner's three bits, else the
 * group's, else those of all others. Root may do everything.
 */
public record User(int uid, int gid) {
  public static final User ROOT = new User(0, 0);
  public static final int READ = 4;
  public static final int WRITE = 2;
  /** Of a directory: to look a name up in it. */
  public static final int EXECUTE = 1;
  /** What it takes to make, take away or rename a name in a directory. */
  static final int CHANGE_NAMES = WRITE | EXECUTE;
  private static final int RIGHTS = 7;
  private static final int OWNER_SHIFT = 6;
  private static final int GROUP_SHIFT = 3;
  private static final int ANY_EXECUTE = 0111;
  /** Of a directory: a name is its owner's to take away, or the directory's owner's. */
  private static final int STICKY = 01000;

  public boolean isRoot() {
    return uid == ROOT.uid;
  }

  public boolean owns(Inode inode) {
    return isRoot() || inode.uid() == uid;
  }

  /** All of {@code rights}, a sum of {@link #READ}, {@link #WRITE} and {@link #EXECUTE}. */
  public boolean may(Inode inode, int rights) {
    int mode = inode.mode();
    if (isRoot()) {
      boolean runsFile = (rights & EXECUTE) != 0 && inode.type() == InodeType.FILE;
      return !runsFile || (mode & ANY_EXECUTE) != 0;
    }
    int granted =
        inode.uid() == uid
            ? mode >> OWNER_SHIFT
            : inode.gid() == gid ? mode >> GROUP_SHIFT : mode;
    return (granted & RIGHTS & rights) == rights;
  }

  /** @param name what the file is called in the exception */
  public void require(Inode inode, int rights, String name) throws AccessDeniedException {
    if (!may(inode, rights)) {
      throw new AccessDeniedException(name);
    }
  }

  /** In a directory whose names this user may change. */
  void requireNotSticky(Inode dir, Inode victim, String name) throws AccessDeniedException {
    if ((dir.mode() & STICKY) != 0 && !owns(victim) && !owns(dir)) {
      throw new AccessDeniedException(name);
    }
  }
}
