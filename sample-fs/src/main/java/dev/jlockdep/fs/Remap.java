package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Operations on the mappings of two files. The locks of each kind are taken by inode number. */
final class Remap {
  private Remap() {}

  /** Under sb_writers: the files exchange blocks and sizes; nothing is in flight on either. */
  static void exchange(SampleFs fs, Inode a, Inode b) throws IOException {
    Inode first = a.number() < b.number() ? a : b;
    Inode second = first == a ? b : a;
    first.iRwsem().lockWrite();
    try {
      second.iRwsem().lockWriteNested(1);
      try {
        exchangeLocked(fs, first, second);
      } finally {
        second.iRwsem().unlockWrite();
      }
    } finally {
      first.iRwsem().unlockWrite();
    }
  }

  /**
   * Whether the same bytes are in both files up to the shorter one's end. Page faults of either wait;
   * nothing else has to, so i_rwsem is not taken.
   */
  static boolean same(SampleFs fs, Inode a, Inode b) throws IOException {
    boolean sorted = a.number() < b.number() || fs.has(Fault.IO_UNSORTED_TWO_MAPPINGS);
    return sorted ? sameLocked(fs, a, b) : sameLocked(fs, b, a);
  }

  private static boolean sameLocked(SampleFs fs, Inode first, Inode second) throws IOException {
    lockTwo(fs, first, second);
    try {
      long blocks = Transfer.blocksUpTo(Math.min(first.size(), second.size()));
      for (long block = 0; block < blocks; block++) {
        if (!contents(fs, first, block).equals(contents(fs, second, block))) {
          return false;
        }
      }
      return true;
    } finally {
      second.invalidateLock().unlockWrite();
      first.invalidateLock().unlockWrite();
    }
  }

  private static void lockTwo(SampleFs fs, Inode first, Inode second) {
    first.invalidateLock().lockWrite();
    fs.gates().reach(Gates.REMAP_ONE_LOCKED);
    if (fs.has(Fault.IO_UNSORTED_TWO_MAPPINGS)) {
      second.invalidateLock().lockWrite();
    } else {
      second.invalidateLock().lockWriteNested(1);
    }
  }

  private static ByteBuffer contents(SampleFs fs, Inode inode, long block) throws IOException {
    Folio folio = PageFault.filled(fs, inode, block);
    try {
      return Copies.of(folio.bytes());
    } finally {
      folio.lock().unlock();
    }
  }

  private static void exchangeLocked(SampleFs fs, Inode first, Inode second) throws IOException {
    first.invalidateLock().lockWrite();
    try {
      second.invalidateLock().lockWriteNested(1);
      try {
        waitForDio(first, second);
        forget(fs, first);
        forget(fs, second);
        try (Journal.Handle both = fs.journal().begin()) {
          first.exchangeMapping(second);
        }
      } finally {
        second.invalidateLock().unlockWrite();
      }
    } finally {
      first.invalidateLock().unlockWrite();
    }
  }

  private static void waitForDio(Inode first, Inode second) {
    second.dioCount().await();
    first.dioCount().await();
  }

  /** Everything cached goes to the device and out of the cache. */
  private static void forget(SampleFs fs, Inode inode) throws IOException {
    Writeback.flush(fs, inode, 0, Long.MAX_VALUE);
    inode.pageCache().truncate(0, Long.MAX_VALUE);
  }
}
