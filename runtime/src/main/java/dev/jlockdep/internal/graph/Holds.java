package dev.jlockdep.internal.graph;

/** Locks held at one time by one thread, outermost first, in the form that {@link Witness} keeps. */
public final class Holds {
  public final long[] held;
  public final int[] classes;
  public final int[] entities;
  public final int[] sites;
  public final Instance[] locks;
  public final boolean[] shared;

  public Holds(int n) {
    held = new long[n];
    classes = new int[n];
    entities = new int[n];
    sites = new int[n];
    locks = new Instance[n];
    shared = new boolean[n];
  }

  public void set(int i, Instance lock, int lockClass, boolean isShared, int site) {
    held[i] = (long) lock.id << 32 | (isShared ? 1 : 0);
    classes[i] = lockClass;
    entities[i] = lock.ownerHash != 0 ? lock.ownerHash : lock.hash;
    sites[i] = site;
    locks[i] = lock;
    shared[i] = isShared;
  }

  public int count() {
    return held.length;
  }
}
