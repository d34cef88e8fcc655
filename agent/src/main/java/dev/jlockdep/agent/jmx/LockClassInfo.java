package dev.jlockdep.agent.jmx;

import dev.jlockdep.api.LockClassView;

/** A lock class, as composite data. */
public final class LockClassInfo {
  private final LockClassView lockClass;
  private final int after;
  private final int before;

  LockClassInfo(LockClassView lockClass, int after, int before) {
    this.lockClass = lockClass;
    this.after = after;
    this.before = before;
  }

  public String getName() {
    return lockClass.name();
  }

  public String getKind() {
    return lockClass.kind();
  }

  /** Binary name of the type of the locks. */
  public String getType() {
    return lockClass.type();
  }

  public boolean isDeclared() {
    return lockClass.declared();
  }

  /** Dependencies on locks that were asked for while one of this class was held. */
  public int getAfter() {
    return after;
  }

  /** Dependencies of locks that were held while one of this class was asked for. */
  public int getBefore() {
    return before;
  }
}
