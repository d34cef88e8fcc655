package dev.jlockdep.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The inodes of a mount, all in memory, by number. */
final class InodeTable {
  static final int ROOT = 1;

  private final Layout layout;
  private final Gates gates;
  private final DirtyInodes dirty;
  private final Watchers watchers = new Watchers();
  private final RwSem lock;
  private final Map<Integer, Inode> inodes = new HashMap<>(); // guarded by lock
  /** Of the last inode that had a number. Guarded by lock. */
  private final Map<Integer, Integer> generations = new HashMap<>();
  private int lastUsed; // guarded by lock
  /** The same inodes, for those who must not wait. */
  private final Map<Integer, Inode> unlocked = new ConcurrentHashMap<>();

  InodeTable(Layout layout, Gates gates, DirtyInodes dirty, Object owner) {
    this.layout = layout;
    this.gates = gates;
    this.dirty = dirty;
    this.lock = new RwSem("s_inode_list", owner);
  }

  Watchers watchers() {
    return watchers;
  }

  /** Null when there is none. */
  Inode find(int number) {
    lock.lockRead();
    try {
      return inodes.get(number);
    } finally {
      lock.unlockRead();
    }
  }

  /** A new inode, not yet in any directory, with one user. */
  Inode make(InodeType type) throws IOException {
    lock.lockWrite();
    try {
      int number = freeNumber();
      Inode made = add(number, generations.getOrDefault(number, 0) + 1, type);
      made.use();
      lastUsed = number;
      return made;
    } finally {
      lock.unlockWrite();
    }
  }

  /** A second mount's inode of a file; {@code made} is called for it before others can find it. */
  Inode copyOf(Inode original, Consumer<Inode> made) {
    lock.lockWrite();
    try {
      Inode known = inodes.get(original.number());
      if (known != null && known.generation() == original.generation()) {
        return known;
      }
      Inode copy =
          new Inode(
              original.number(), original.generation(), original.type(), gates, dirty, watchers);
      made.accept(copy);
      put(copy);
      return copy;
    } finally {
      lock.unlockWrite();
    }
  }

  private int freeNumber() throws IOException {
    for (int i = 0; i < layout.inodes(); i++) {
      int number = (lastUsed + i) % layout.inodes() + 1;
      if (!inodes.containsKey(number)) {
        return number;
      }
    }
    throw new IOException("no inode left of " + layout.inodes());
  }

  private Inode add(int number, int generation, InodeType type) {
    Inode inode = new Inode(number, generation, type, gates, dirty, watchers);
    put(inode);
    return inode;
  }

  private void put(Inode inode) {
    generations.put(inode.number(), inode.generation());
    inodes.put(inode.number(), inode);
    unlocked.put(inode.number(), inode);
  }

  /** An inode that was read from the device. */
  Inode load(Inode.Image image) throws CorruptImageException {
    lock.lockWrite();
    try {
      Inode inode = add(image.number(), image.generation(), image.type());
      inode.load(image);
      return inode;
    } finally {
      lock.unlockWrite();
    }
  }

  /** A number that is free, whose last inode had that generation. */
  void loadFree(int number, int generation) {
    lock.lockWrite();
    try {
      generations.put(number, generation);
    } finally {
      lock.unlockWrite();
    }
  }

  void remove(Inode inode) {
    lock.lockWrite();
    try {
      inodes.remove(inode.number());
      unlocked.remove(inode.number());
    } finally {
      lock.unlockWrite();
    }
  }

  List<Inode> all() {
    lock.lockRead();
    try {
      return new ArrayList<>(inodes.values());
    } finally {
      lock.unlockRead();
    }
  }

  /** All of them without waiting, for reclaim. */
  Iterable<Inode> withoutLocking() {
    return unlocked.values();
  }

  int free() {
    lock.lockRead();
    try {
      return layout.inodes() - inodes.size();
    } finally {
      lock.unlockRead();
    }
  }
}
