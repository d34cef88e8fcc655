package dev.jlockdep.agent.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.internal.graph.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The command line's fingerprints against the runtime's. */
class FingerprintsTest {
  private static final String[] WORDS = {
    "a.B.lock", "a.B.lock#1", "java.util.concurrent.locks.ReentrantLock @ a.B.lambda$open$12#0",
    "a.B$$Lambda/0x0000700001234567", "a.B.class", "jdk.proxy2.$Proxy12", "inode_dio", "\u00e4 b",
    "x.Lambda$", "a.B.lambda$run$0"
  };

  @Test
  void bothGiveTheSameForRandomNames() {
    long seed = Long.getLong("fingerprint.seed", System.nanoTime());
    System.out.println("fingerprint.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      List<String> names = new ArrayList<>();
      for (int n = 1 + random.nextInt(5); n > 0; n--) {
        names.add(WORDS[random.nextInt(WORDS.length)] + (random.nextBoolean() ? "" : "" + n));
      }
      assertEquals(Fingerprint.ofCycle(names), Fingerprints.ofCycle(names), names::toString);
      assertEquals(
          Fingerprint.of("RECURSION", names), Fingerprints.of("RECURSION", names), names::toString);
    }
  }
}
