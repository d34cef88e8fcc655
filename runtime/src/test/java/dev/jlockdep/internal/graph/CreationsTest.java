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

  /** Hashes that lie close together, as {@link #spread} ones do not. */
  @Test
  void neighbours_eachFound() {
    for (int i = 0; i < 1_000; i++) {
      Creations.add(-5_000 - i, TYPE, i, 3, i);
    }
    for (int i = 0; i < 1_000; i++) {
      Creations.Found found = Creations.find(-5_000 - i, TYPE);
      assertEquals(i, found.lockClass);
      assertEquals(i, found.at);
      assertEquals(0, found.ownerHash);
    }
  }

  @Test
  void moreThanFit_theLastAreFound() {
    int made = 400_000;
    for (int i = 1; i <= made; i++) {
      Creations.add(spread(i), OTHER_TYPE, 1, i, i);
    }
    for (int i = made - 100_000; i <= made; i++) {
      assertEquals(i, Creations.find(spread(i), OTHER_TYPE).task);
    }
    assertNull(Creations.find(spread(1), OTHER_TYPE));
  }

  private static int spread(int i) {
    return i * 0x9E3779B9;
  }
}
