package dev.jlockdep.fs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to know of the changes of a mount. Thread-safe; takes no lock to tell. */
final class Watchers {
  private final List<Watcher> all = new CopyOnWriteArrayList<>();

  void add(Watcher watcher) {
    all.add(watcher);
  }

  void remove(Watcher watcher) {
    all.remove(watcher);
  }

  void made(Inode dir, String name, Inode inode) {
    for (Watcher watcher : all) {
      watcher.made(dir, name, inode);
    }
  }

  void gone(Inode dir, String name, Inode inode) {
    for (Watcher watcher : all) {
      watcher.gone(dir, name, inode);
    }
  }

  void changed(Inode inode) {
    for (Watcher watcher : all) {
      watcher.changed(inode);
    }
  }
}
