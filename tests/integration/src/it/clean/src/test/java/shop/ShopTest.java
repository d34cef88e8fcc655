package shop;

import org.junit.jupiter.api.Test;

class ShopTest {
  private static final Shop SHOP = new Shop();

  @Test
  void sells() {
    SHOP.sell();
  }

  @Test
  void sellsAgain() {
    SHOP.sell();
  }
}
