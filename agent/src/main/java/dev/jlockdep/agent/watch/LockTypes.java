package dev.jlockdep.agent.watch;

/** Names of lock types as a reader knows them. */
final class LockTypes {
  private LockTypes() {}

  /** The public type behind a private synchronizer: {@code ReentrantLock$NonfairSync} and its kind. */
  static String plain(String type) {
    int sync = type.indexOf("Sync");
    int nest = type.lastIndexOf('$');
    return nest > 0 && sync > nest ? type.substring(0, nest) : type;
  }

  static String typeOf(String instance) {
    int at = instance.lastIndexOf('@');
    return at < 0 ? instance : instance.substring(0, at);
  }

  static boolean isReentrantLock(String type) {
    return type.startsWith("java.util.concurrent.locks.ReentrantLock$");
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
        || type.startsWith("jdk.internal.misc.")
        || type.startsWith("dev.jlockdep.hooks.")
        || type.startsWith("dev.jlockdep.internal.")
        || type.equals("dev.jlockdep.Lockdep")
        || type.equals("java.lang.VirtualThread")
        || type.equals("java.lang.System$1");
  }
}
