package dev.jlockdep.agent.jmx;

import dev.jlockdep.api.LockStatView;

/** Contention of one lock class in one mode, as composite data; times in nanoseconds. */
public final class LockStatInfo {
  private final LockStatView stat;

  LockStatInfo(LockStatView stat) {
    this.stat = stat;
  }

  public String getLockClass() {
    return stat.lockClass().name();
  }

  public boolean isShared() {
    return stat.shared();
  }

  public long getAcquisitions() {
    return stat.acquisitions();
  }

  public long getContentions() {
    return stat.contentions();
  }

  public long getWaitNanosTotal() {
    return stat.waits().total();
  }

  public long getWaitNanosMin() {
    return stat.waits().min();
  }

  public long getWaitNanosMax() {
    return stat.waits().max();
  }

  public long getHolds() {
    return stat.holds().count();
  }

  public long getHoldNanosTotal() {
    return stat.holds().total();
  }

  public long getHoldNanosMin() {
    return stat.holds().min();
  }

  public long getHoldNanosMax() {
    return stat.holds().max();
  }
}
