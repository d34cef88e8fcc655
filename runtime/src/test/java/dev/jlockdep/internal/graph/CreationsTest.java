package dev.jlockdep.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Hashes that no other test uses: the table is one for the JVM. */
class CreationsTest {
  private static final int TYPE = 11;
  private static final int OTHER_TYPE = 12;

  @Test
  void sameHashAndType_found() {
    Creations.add(-101, TYPE, 7, 3, 5L);
    Creations.own(-101, 9);
    Creations.Found found = Creations.find(-101, TYPE);
    assertEquals(7, found.lockClass);
    assertEquals(9, found.ownerHash);
    assertEquals(3, found.task);
    assertEquals(5L, found.at);
  }

  /** As a monitor in the JDK once got the name of a field that it was not in. */
  @Test
  void sameHashOfAnotherType_notFound() {
    Creations.add(-102, TYPE, 7, 3, 5L);
    assertNull(Creations.find(-102, OTHER_TYPE));
  }

  @Test
  void twoTypesWithOneHash_theLastIsFound() {
    Creations.add(-103, TYPE, 7, 3, 5L);
    Creations.add(-103, OTHER_TYPE, 8, 3, 6L);
    assertNull(Creations.find(-103, TYPE));
    assertEquals(8, Creations.find(-103, OTHER_TYPE).lockClass);
  }
}
