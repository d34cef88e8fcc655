package dev.jlockdep.fs;

import java.util.EnumSet;
import java.util.Set;

/** The faulty code that can be switched on, by the names of property {@code samplefs.fault}. */
public enum Fault {
  /** The end of a ring owner's direct write runs in the owner's task work. */
  UR_CALLER_COMPLETION("ur.callerCompletion");

  private final String id;

  Fault(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /** Reads a comma-separated list of ids. */
  public static Set<Fault> parse(String list) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String id : list.split(",")) {
      if (!id.isBlank()) {
        faults.add(byId(id.trim()));
      }
    }
    return faults;
  }

  private static Fault byId(String id) {
    for (Fault fault : values()) {
      if (fault.id.equals(id)) {
        return fault;
      }
    }
    StringBuilder known = new StringBuilder();
    for (Fault fault : values()) {
      known.append(known.length() == 0 ? "" : ", ").append(fault.id);
    }
    throw new IllegalArgumentException("unknown samplefs.fault \"" + id + "\", known: " + known);
  }
}
