package shop;

import org.junit.FixMethodOrder;
import org.junit.Test;
import org.junit.runners.MethodSorters;

@FixMethodOrder(MethodSorters.NAME_ASCENDING)
public class ShopTest {
  private static final Shop SHOP = new Shop();

  @Test
  public void asells() {
    SHOP.sell();
  }

  @Test
  public void btakesBack() {
    SHOP.takeBack();
  }
}
