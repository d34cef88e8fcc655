package shop;

import org.junit.jupiter.api.Test;

class ReturnsTest {
  @Test
  void takesBack() {
    new Shop().takeBack();
  }
}
