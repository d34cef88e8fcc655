package dev.jlockdep.agent.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Sha1Test {
  @Test
  void digestsAsTheJdkDoes() throws Exception {
    long seed = System.nanoTime();
    System.err.println("Sha1Test: seed " + seed);
    Random random = new Random(seed);
    for (int length = 0; length < 300; length++) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      assertArrayEquals(
          MessageDigest.getInstance("SHA-1").digest(message), Sha1.digest(message),
          "length " + length + ", seed " + seed);
    }
  }
}
