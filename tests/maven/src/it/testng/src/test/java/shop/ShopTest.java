package shop;

import org.testng.annotations.Test;

public class ShopTest {
  private final Shop shop = new Shop();

  @Test(priority = 1)
  public void sells() {
    shop.sell();
  }

  @Test(priority = 2)
  public void takesBack() {
    shop.takeBack();
  }
}
