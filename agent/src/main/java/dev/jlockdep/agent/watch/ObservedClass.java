package dev.jlockdep.agent.watch;

import dev.jlockdep.api.LockClassView;

/** The class of something the runtime has no lock class for: named by its type. */
final class ObservedClass implements LockClassView {
  /** Ids of the runtime are small; these must not meet them. */
  private static final int FIRST_ID = 0x4000_0000;

  private final String name;
  private final String kind;
  private final String type;

  ObservedClass(String name, String kind, String type) {
    this.name = name;
    this.kind = kind;
    this.type = type;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public boolean declared() {
    return false;
  }

  @Override
  public int id() {
    return FIRST_ID | ((name + kind).hashCode() & 0x3fff_ffff);
  }
}
