package dev.jlockdep.fs.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** All scenarios by id, in the order of the specification. */
final class Catalog {
  private static final Map<String, Supplier<Scenario>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("U1", FallocateWaitsForItsOwnCompletion::new);
  }

  private Catalog() {}

  static Set<String> ids() {
    return ALL.keySet();
  }

  /** A new run of a scenario, or null. */
  static Scenario make(String id) {
    Supplier<Scenario> maker = ALL.get(id);
    return maker == null ? null : maker.get();
  }
}
