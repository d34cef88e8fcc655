package shop;

import org.junit.jupiter.api.Test;

class MondayTest {
  @Test
  void sells() {
    new Shop().sell();
  }
}
