package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;

/**
 * The memory of one emulated process: the JVM cannot let a program handle page faults, so mapped
 * files are accessed through {@link MappedRegion}, whose faults run real filesystem code. Its
 * mmap_lock is the region of jlockdep's API: every copy that may fault asks for it, every fault that
 * happens holds it.
 */
public final class AddressSpaceSim {
  private final RwSem.Sync mmapLock = new RwSem.Sync();

  /** Maps {@code blocks} blocks of a file, shared, from block {@code first} on. */
  public MappedRegion map(SampleFs fs, Inode inode, long first, int blocks) {
    MappedRegion region = new MappedRegion(this, fs, inode, first, blocks);
    mmapLock.acquire(1);
    try {
      inode.pageCache().mapped(region);
    } finally {
      mmapLock.release(1);
    }
    return region;
  }

  void unmap(Inode inode, MappedRegion region) {
    mmapLock.acquire(1);
    try {
      inode.pageCache().unmapped(region);
    } finally {
      mmapLock.release(1);
    }
  }

  /** Runs a fault handler. */
  <T> T handle(Handler<T> handler) throws java.io.IOException {
    try (Scope fault = Lockdep.enterFault()) {
      mmapLock.acquireShared(1);
      try {
        return handler.handle();
      } finally {
        mmapLock.unshare();
      }
    }
  }

  /** What a fault runs. */
  interface Handler<T> {
    T handle() throws java.io.IOException;
  }
}
