package dev.jlockdep.fs.workload;

import java.util.Random;

/**
 * A kind of random load.
 *
 * @param perSecond steps that a thread makes at most; 0 for as many as it can
 */
record Workload(String id, String title, int threads, int perSecond, Maker maker) {
  /** Makes the worker of one thread, on that thread; what it works on is made by then. */
  interface Maker {
    Worker make(Mounts mounts, int thread, Random random) throws Exception;
  }
}
