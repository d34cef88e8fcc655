package dev.jlockdep.internal.graph;

/** What a lock is, as numbers that fit the held-lock stack and hook constants. */
public final class Kind {
  public static final int MONITOR = 1;
  public static final int REENTRANT = 2;
  public static final int READ_WRITE = 3;
  public static final int STAMPED = 4;
  public static final int SEMAPHORE = 5;
  public static final int SYNCHRONIZER = 6;
  public static final int DECLARED = 7;
  public static final int BIN = 8;
  /** The initialisation of a type; its initialiser holds it. */
  public static final int INIT = 15;
  /** Never held: somebody waits for it, somebody else makes it happen. */
  public static final int EVENT = 9;

  private static final String[] NAMES = {
    "lock", "monitor", "ReentrantLock", "ReentrantReadWriteLock", "StampedLock", "Semaphore",
    "AbstractQueuedSynchronizer", "declared", "monitor",
    "event"
  };
  private static final String INIT_NAME = "class initialisation";

  private Kind() {}

  public static String name(int kind) {
    return kind == INIT ? INIT_NAME : NAMES[kind];
  }

  /** Whether locks of this kind can be held by several readers. */
  public static boolean hasReaders(int kind) {
    return kind == READ_WRITE || kind == STAMPED || kind == SYNCHRONIZER || kind == DECLARED;
  }

  /** Taking the same instance again by its holder is a no-op. */
  public static boolean reentrant(int kind) {
    return kind == MONITOR || kind == REENTRANT || kind == READ_WRITE || kind == BIN
        || kind == SYNCHRONIZER;
  }

  /** A release by another thread than the taker is legal. */
  public static boolean ownerless(int kind) {
    return kind == STAMPED || kind == SEMAPHORE || kind == DECLARED || kind == SYNCHRONIZER;
  }
}
