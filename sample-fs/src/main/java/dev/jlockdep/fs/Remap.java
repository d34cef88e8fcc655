package dev.jlockdep.fs;

import java.io.IOException;

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
