package dev.jlockdep.internal.graph;

import java.util.Arrays;

/**
 * Places in woven code, by number: where locks are asked for (positions) and where they are made
 * (creation sites). Numbers are given when a type is woven and are constants in its bytecode; 0 means
 * unknown. Thread-safe.
 */
public final class Sites {
  /** A place that makes locks. */
  static final class Made {
    final String key;
    final String type;
    final boolean perCaller;
    final String wrapper;
    volatile LockClass lockClass;
    /** Locks made here so far; racy, only its size matters. */
    int count;

    Made(String key, String type, boolean perCaller, String wrapper) {
      this.wrapper = wrapper;
      this.key = key;
      this.type = type;
      this.perCaller = perCaller;
    }
  }

  private static final SpinLock LOCK = new SpinLock();
  private static volatile StackTraceElement[] positions = new StackTraceElement[1024];
  /** Whether a hold taken there has been seen to have another request inside it. */
  private static volatile boolean[] nested = new boolean[1024];
  /** How often what was asked for there was noted by some thread; racy, only its size matters. */
  private static volatile short[] noted = new short[1024];
  private static int positionCount;
  private static volatile Made[] made = new Made[256];
  private static int madeCount;
  private static long refused;

  /** A place that is known not to be worth a stack: whoever asks knows it from somewhere else. */
  public static final int NOWHERE = position(null);

  private Sites() {}

  public static int position(String type, String method, String file, int line) {
    return position(new StackTraceElement(type, method, file, line));
  }

  private static int position(StackTraceElement e) {
    LOCK.lock();
    try {
      if (positionCount >= Limits.SITES_MAX) {
        refused++;
        return 0;
      }
      int id = ++positionCount;
      if (id >= positions.length) {
        nested = Arrays.copyOf(nested, nested.length * 2);
        noted = Arrays.copyOf(noted, noted.length * 2);
        positions = Arrays.copyOf(positions, positions.length * 2);
      }
      positions[id] = e;
      return id;
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * @param key name of the lock class: owning field or creation site
   * @param type binary name of the type made there
   * @param perCaller the maker is a wrapper (a queue, say): its first caller outside the JDK is part
   *     of the name
   * @param wrapper binary name of the maker's type
   */
  public static int made(String key, String type, boolean perCaller, String wrapper) {
    LOCK.lock();
    try {
      if (madeCount >= Limits.SITES_MAX) {
        refused++;
        return 0;
      }
      int id = ++madeCount;
      if (id >= made.length) {
        made = Arrays.copyOf(made, made.length * 2);
      }
      made[id] = new Made(key, type, perCaller, wrapper);
      return id;
    } finally {
      LOCK.unlock();
    }
  }

  /** The position, or null when the number is 0. */
  public static StackTraceElement position(int id) {
    return id == 0 ? null : positions[id];
  }

  public static boolean isNested(int site) {
    boolean[] n = nested;
    return site < n.length && n[site];
  }

  public static void setNested(int site) {
    boolean[] n = nested;
    if (site < n.length) {
      n[site] = true;
    }
  }

  /** What is asked for at a place is noted; always true. */
  public static boolean noted(int site) {
    notedRarely(site);
    return true;
  }

  /** Whether what is asked for at a place was not noted often yet; then it counts as noted. */
  public static boolean notedRarely(int site) {
    short[] n = noted;
    if (site >= n.length || n[site] >= Limits.NOTED_FIRST) {
      return site >= n.length;
    }
    n[site]++;
    return true;
  }

  static Made made(int id) {
    return made[id];
  }

  /** Whether a place has made so many locks that each can have but a cheap record. */
  public static boolean makesMany(int madeSite) {
    Made m = made[madeSite];
    // not written once it is large: that would cost the threads that make locks here a cache line
    return m.count > Limits.EAGER_PER_SITE || ++m.count > Limits.EAGER_PER_SITE;
  }

  public static int positions() {
    return positionCount;
  }

  /** Places that got no number: their locks are named by type, their positions by stack alone. */
  public static long refused() {
    return refused;
  }
}
