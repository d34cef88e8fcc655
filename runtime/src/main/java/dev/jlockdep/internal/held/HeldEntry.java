package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.LockClass;

/**
 * One slot of a held-lock stack. Slots are made once and used again; what a slot was resolved to
 * stays in it after the hold ends, as a cache for the next hold at the same depth: code tends to take
 * the same lock at the same place again, and then neither the lock's identity hash nor the instance
 * table nor the chain cache is asked. {@link #inst} refers to the lock weakly, so an idle slot keeps
 * nothing alive.
 */
public final class HeldEntry {
  /**
   * The lock, where the slot had to be resolved for this hold; null while the slot is free and while
   * it is used for the same lock as before, when {@link #inst} knows it without a store.
   */
  public Object ref;
  /** Mode, flags, kind and subclass: the bits of {@link ThreadState}. Kept for the next hold. */
  public int meta;
  /** Where it was taken, a number of {@code Sites}; 0 when unknown. Kept for the next hold. */
  public int site;
  /** Re-entries beside the first acquire. */
  public int count;
  /** {@code ThreadState.acquisitions} when it was taken. */
  public long since;
  /** {@code System.nanoTime} when it was asked for; of declared locks only. */
  public long asked;
  /** Stack captured when it was taken at an unknown site; null for most. */
  public StackTraceElement[] trace;
  /** Who must let it go; counts only while {@link #meta} says TICKET. */
  public Duty duty;

  /** Of a bin, whose node says nothing: its map and the hash of the key. */
  public Instance map;
  public int hash;

  /** What the slot was resolved to last. */
  public Instance inst;
  public int cls;
  /** A ticket beside another one of the same instance further out: it adds nothing. */
  public boolean twin;
  /** Chain key up to and including this slot. */
  public long key;
  /** Changes whenever the slot is resolved anew: stands for the very instances up to here. */
  public long token;
  /** {@link #token} of the slot below when this one was resolved; 0 for the outermost. */
  public long tokenBelow;
  /**
   * Of a semaphore: its class is known to be released by who took it. Kept here, since the class may
   * lie beside what another thread writes all the time.
   */
  public boolean byTaker;
  /** Generation of names and cycles that all of this belongs to; -1 when not resolved. */
  public int epoch = -1;

  /**
   * The lock class that the slot was resolved to last, where that is a monitor's that only its type
   * names, or a bin's; else null. Holds for the site, the bits and the chain below.
   */
  public LockClass like;
  public int likeSite;
  public int likeMeta;
  public int likeEpoch;
  public long likeBelow;

  /** Lets go of what a hold may have left in a slot that is free. */
  void forget() {
    if (duty != null) {
      duty = null;
    }
    if (trace != null) {
      trace = null;
    }
    if (ref != null) {
      ref = null;
    }
  }

  /** A free slot of its own that knows what this one knows of the holds it had. */
  HeldEntry renewed() {
    HeldEntry e = new HeldEntry();
    e.meta = meta;
    e.site = site;
    e.map = map;
    e.hash = hash;
    e.inst = inst;
    e.cls = cls;
    e.twin = twin;
    e.key = key;
    e.token = token;
    e.tokenBelow = tokenBelow;
    e.epoch = epoch;
    e.like = like;
    e.likeSite = likeSite;
    e.likeMeta = likeMeta;
    e.likeEpoch = likeEpoch;
    e.likeBelow = likeBelow;
    return e;
  }

  /** Whether this slot, which is in use, holds a lock. */
  public boolean holds(Object lock) {
    Object r = ref;
    return r == lock || r == null && inst.refersTo(lock);
  }

  /** The lock held by this slot, which is in use. */
  public Object lock() {
    Object r = ref;
    return r != null ? r : inst.get();
  }

  /** The lock of this slot for a thread that does not own it: null when it has just been let go. */
  Object seen() {
    Object r = ref;
    Instance in = inst;
    return r != null ? r : in == null ? null : in.get();
  }

  /** Stack where the hold began, from its position on; null when it was not kept. */
  public StackTraceElement[] began() {
    StackTraceElement[] t = trace;
    Duty d = duty;
    return t != null || d == null || (meta & ThreadState.TICKET) == 0 ? t : d.began();
  }
}
