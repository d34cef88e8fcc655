package shop;

import org.junit.jupiter.api.Test;

class TuesdayTest {
  @Test
  void sells() {
    new Shop().sell();
  }
}
