package shop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

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
    assertTrue(Runtime.getRuntime().maxMemory() <= 256L << 20, "the -Xmx of the pom");
  }

  @Test
  @Order(2)
  void mocksFinalTypes() {
    Shop mocked = mock(Shop.class);
    mocked.sell();
    verify(mocked).sell();
  }

  @Test
  @Order(3)
  void takesBack() {
    SHOP.takeBack();
  }
}
