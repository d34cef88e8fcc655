package dev.jlockdep.fs.scenario;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How jlockdep calls the filesystem's locks when they are not declared ({@code samplefs.locks=jdk}):
 * by the field, and taken in the type around the lock of the JDK. Who called that type is known of a
 * request; of a hold, only that it was taken there.
 */
final class PlainLocks {
  private static final String WRAPPER = "dev.jlockdep.fs.RwSem";
  private static final Map<String, String> FIELDS =
      Map.of(
          "i_rwsem", "dev.jlockdep.fs.Inode.iRwsem",
          "mapping.invalidate_lock", "dev.jlockdep.fs.Inode.invalidateLock",
          "journal_handle", "dev.jlockdep.fs.Journal.handles",
          "s_umount", "dev.jlockdep.fs.Transactions.sUmount");

  private PlainLocks() {}

  static boolean inUse() {
    return "jdk".equals(System.getProperty("samplefs.locks"));
  }

  /** Whether locks of that class are plain ones. */
  static boolean covers(String lockClass) {
    return inUse() && FIELDS.containsKey(lockClass);
  }

  static Set<String> names(Collection<String> lockClasses) {
    Set<String> names = new TreeSet<>();
    for (String lockClass : lockClasses) {
      names.add(inUse() ? FIELDS.getOrDefault(lockClass, lockClass) : lockClass);
    }
    return names;
  }

  /** The position of a lock, or who called the wrapper when that is the position. */
  static StackTraceElement outside(StackTraceElement at, StackTraceElement[] stack) {
    if (at == null || !at.getClassName().equals(WRAPPER)) {
      return at;
    }
    for (StackTraceElement frame : stack) {
      if (!frame.getClassName().equals(WRAPPER)) {
        return frame;
      }
    }
    return at;
  }
}
