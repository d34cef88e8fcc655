package shop;

import org.junit.FixMethodOrder;
import org.junit.Test;
import org.junit.runners.MethodSorters;

@FixMethodOrder(MethodSorters.NAME_ASCENDING)
public class ShopTest {
  private final Shop shop = new Shop();

  @Test
  public void asells() {
    shop.sell();
  }

  @Test
  public void btakesBack() {
    shop.takeBack();
  }
}
