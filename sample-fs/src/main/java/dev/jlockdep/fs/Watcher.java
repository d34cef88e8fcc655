package dev.jlockdep.fs;

/**
 * Is told of changes by whoever makes them, in their order. Called with the directory's i_rwsem held
 * for entries: an implementation takes no lock of the filesystem and does not block.
 */
public interface Watcher {
  /** A name came to be in a directory. */
  void made(Inode dir, String name, Inode inode);

  /** A name is no longer in a directory. */
  void gone(Inode dir, String name, Inode inode);

  /** Data or attributes changed, or the last name went away. */
  void changed(Inode inode);
}
