package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShopTest {
  private static final Shop SHOP = new Shop();

  @Test
  @Order(1)
  void sells() {
    SHOP.sell();
    assertEquals("literally", System.getProperty("said"));
  }

  @Test
  @Order(2)
  void takesBack() {
    SHOP.takeBack();
  }
}
