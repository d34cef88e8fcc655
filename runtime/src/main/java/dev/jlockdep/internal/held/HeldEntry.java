package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.Instance;

/**
 * One slot of a held-lock stack. Slots are made once and used again; what a slot was resolved to
 * stays in it after the hold ends, as a cache for the next hold at the same depth: code tends to take
 * the same lock at the same place again, and then neither the lock's identity hash nor the instance
 * table nor the chain cache is asked. {@link #inst} refers to the lock weakly, so an idle slot keeps
 * nothing alive.
 */
public final class HeldEntry {
  /** The lock; null while the slot is free. */
  public Object ref;
  /** Mode, flags, kind and subclass: the bits of {@link ThreadState}. */
  public int meta;
  /** Where it was taken, a number of {@code Sites}; 0 when unknown. */
  public int site;
  /** Re-entries, the first acquire included. */
  public int count;
  /** {@code ThreadState.acquisitions} when it was taken. */
  public long since;
  /** Stack captured when it was taken at an unknown site; null for most. */
  public StackTraceElement[] trace;

  /** What the slot was resolved to last: valid for the current hold below the resolved depth. */
  public Instance inst;
  public int cls;
  /** Chain key up to and including this slot. */
  public long key;
  /** The inputs that {@link #key} was made of. */
  public long tokenBelow;
  public int keySite;
  public int keyMeta;
  /** Changes whenever the slot is resolved anew: stands for the instances up to here. */
  public long token;
  /** Generation of names and cycles that all of this belongs to. */
  public int epoch;
  /** Times this chain was met in a row without asking the chain cache. */
  public int sightings;

  /** Whether the slot was resolved for this very request before. */
  boolean fits(Object lock, long below, int siteId, int bits, int currentEpoch) {
    Instance in = inst;
    return in != null
        && keySite == siteId
        && keyMeta == bits
        && tokenBelow == below
        && epoch == currentEpoch
        && in.refersTo(lock);
  }
}
