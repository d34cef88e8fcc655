package shop;

import org.junit.jupiter.api.Test;

class SalesTest {
  @Test
  void sells() {
    new Shop().sell();
  }
}
