package dev.jlockdep.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The inodes that the next transaction must write. Takes no lock, so it can be used under any. */
final class DirtyInodes {
  private final Queue<Inode> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  void add(Inode inode) {
    queue.add(inode);
    size.incrementAndGet();
  }

  int size() {
    return size.get();
  }

  /** All of them; what changes from now on marks its inode again. */
  List<Inode> take() {
    List<Inode> taken = new ArrayList<>();
    for (Inode inode = queue.poll(); inode != null; inode = queue.poll()) {
      size.decrementAndGet();
      inode.takeDirty();
      taken.add(inode);
    }
    return taken;
  }
}
