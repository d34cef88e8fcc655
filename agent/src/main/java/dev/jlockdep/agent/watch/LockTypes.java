package dev.jlockdep.agent.watch;

import java.util.Collection;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** Names of lock types as a reader knows them. */
final class LockTypes {
  private LockTypes() {}

  /**
   * The public type behind a private synchronizer: {@code ReentrantLock$NonfairSync} and its kind.
   */
  static String plain(String type) {
    int sync = type.indexOf("Sync");
    int nest = type.lastIndexOf('$');
    return nest > 0 && sync > nest ? type.substring(0, nest) : type;
  }

  /** The type in whose code a lambda stands; other types are their own. */
  static String host(String type) {
    int lambda = type.indexOf("$$Lambda");
    return lambda < 0 ? type : type.substring(0, lambda);
  }

  static String typeOf(String instance) {
    int at = instance.lastIndexOf('@');
    return at < 0 ? instance : instance.substring(0, at);
  }

  /** Whether it is the synchronizer of a lock of {@code java.util.concurrent}. */
  static boolean isQueued(Object blocker) {
    return blocker instanceof AbstractQueuedSynchronizer
        || blocker instanceof AbstractQueuedLongSynchronizer;
  }

  /** The threads queued on a synchronizer, the last one first. */
  static Collection<Thread> queue(Object synchronizer) {
    if (synchronizer instanceof AbstractQueuedLongSynchronizer s) {
      return s.getQueuedThreads(); // read-write locks, from some JDK on
    }
    return ((AbstractQueuedSynchronizer) synchronizer).getQueuedThreads();
  }

  static boolean isReadWriteLock(String type) {
    return type.startsWith("java.util.concurrent.locks.ReentrantReadWriteLock$");
  }

  static boolean isSemaphore(String type) {
    return type.startsWith("java.util.concurrent.Semaphore$");
  }

  static boolean isLatch(String type) {
    return type.startsWith("java.util.concurrent.CountDownLatch$");
  }

  /** Code that implements locks and waits: never the place a reader looks for. */
  static boolean isLockLibrary(String type) {
    return type.startsWith("java.util.concurrent.locks.")
        || type.equals("java.util.concurrent.ForkJoinPool") // stands in every condition's wait
        || type.startsWith("jdk.internal.misc.")
        || type.startsWith("dev.jlockdep.hooks.")
        || type.startsWith("dev.jlockdep.internal.")
        || type.equals("dev.jlockdep.Lockdep")
        || type.equals("java.lang.VirtualThread")
        || type.equals("java.lang.System$1");
  }
}
