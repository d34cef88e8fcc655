package dev.jlockdep.fs.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** All scenarios by id, in the order of the specification. */
final class Catalog {
  private static final Map<String, Supplier<Scenario>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("B1", BtrfsScenarios::b1);
    ALL.put("B2", BtrfsScenarios::b2);
    ALL.put("B2x", BtrfsScenarios::b2x);
    ALL.put("B3", BtrfsScenarios::b3);
    ALL.put("B4", BtrfsScenarios::b4);
    ALL.put("B5", BtrfsScenarios::b5);
    ALL.put("B5w", BtrfsScenarios::b5w);
    ALL.put("B6", BtrfsScenarios::b6);
    ALL.put("B7", RetryScenarios::b7);
    ALL.put("B7r", RetryScenarios::b7r);
    ALL.put("B8", RetryScenarios::b8);
    ALL.put("B8r", RetryScenarios::b8r);
    ALL.put("B9", RetryScenarios::b9);
    ALL.put("B9a", RetryScenarios::b9a);
    ALL.put("B10", RetryScenarios::b10);
    ALL.put("B11", RetryScenarios::b11);
    ALL.put("B12", ConcurrentDioScenarios::b12);
    ALL.put("B13", ConcurrentDioScenarios::b13);
    ALL.put("B14", ConcurrentDioScenarios::b14);
    ALL.put("B15", ConcurrentDioScenarios::b15);
    ALL.put("B16", BtrfsScenarios::b16);
    ALL.put("B17", BtrfsScenarios::b17);
    ALL.put("B18", BtrfsScenarios::b18);
    ALL.put("B19", BtrfsScenarios::b19);
    ALL.put("B19f", BtrfsScenarios::b19f);
    ALL.put("B20", BtrfsScenarios::b20);
    ALL.put("D1", DaxScenarios::d1);
    ALL.put("D2", DaxScenarios::d2);
    ALL.put("D3", DaxScenarios::d3);
    ALL.put("D4", DaxScenarios::d4);
    ALL.put("D4f", DaxScenarios::d4f);
    ALL.put("D5", DaxScenarios::d5);
    ALL.put("D6", DaxScenarios::d6);
    ALL.put("D7", DaxScenarios::d7);
    ALL.put("D8", DaxScenarios::d8);
    ALL.put("D9", DaxScenarios::d9);
    ALL.put("D10", DaxScenarios::d10);
    ALL.put("G1", GlockScenarios::g1);
    ALL.put("G1h", GlockScenarios::g1h);
    ALL.put("G2", GlockScenarios::g2);
    ALL.put("G3", GlockScenarios::g3);
    ALL.put("G3w", GlockScenarios::g3w);
    ALL.put("G4", GlockScenarios::g4);
    ALL.put("G5", GlockScenarios::g5);
    ALL.put("G6", GlockScenarios::g6);
    ALL.put("G7", GlockScenarios::g7);
    ALL.put("G8", GlockScenarios::g8);
    ALL.put("G9", GlockScenarios::g9);
    ALL.put("G10", GlockScenarios::g10);
    ALL.put("G11", GlockScenarios::g11);
    ALL.put("G12", GlockScenarios::g12);
    ALL.put("G13", GlockScenarios::g13);
    ALL.put("I1", DelallocScenarios::i1);
    ALL.put("I2", DelallocScenarios::i2);
    ALL.put("I3", CacheScenarios::i3);
    ALL.put("I4", DelallocScenarios::i4);
    ALL.put("I5", CacheScenarios::i5);
    ALL.put("I6", DelallocScenarios::i6);
    ALL.put("I7", CacheScenarios::i7);
    ALL.put("I8", CacheScenarios::i8);
    ALL.put("I9", DelallocScenarios::i9);
    ALL.put("I10", CacheScenarios::i10);
    ALL.put("I11", CacheScenarios::i11);
    ALL.put("I12", CacheScenarios::i12);
    ALL.put("F1", RingScenarios::f1);
    ALL.put("U1", FallocateWaitsForItsOwnCompletion::new);
    ALL.put("U2", RingScenarios::u2);
    ALL.put("U3", RingScenarios::u3);
    ALL.put("U4", RingScenarios::u4);
    ALL.put("U4l", RingScenarios::u4l);
    ALL.put("U5", RingScenarios::u5);
    ALL.put("U8", RingScenarios::u8);
    ALL.put("U9", RingScenarios::u9);
    ALL.put("U10", RingScenarios::u10);
    ALL.put("U11", RingScenarios::u11);
    ALL.put("U12", RingScenarios::u12);
    ALL.put("U13", RingScenarios::u13);
    ALL.put("U14", RingScenarios::u14);
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
