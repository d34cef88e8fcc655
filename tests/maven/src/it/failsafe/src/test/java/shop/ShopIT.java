package shop;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShopIT {
  private static final Shop SHOP = new Shop();

  @Test
  @Order(1)
  void sells() {
    SHOP.sell();
  }

  @Test
  @Order(2)
  void takesBack() {
    SHOP.takeBack();
  }

  @Test
  @Order(3)
  void sellsAgain() {
    SHOP.sell();
  }
}
