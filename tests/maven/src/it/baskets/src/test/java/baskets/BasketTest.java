package baskets;

import org.junit.jupiter.api.Test;

class BasketTest {
  private static final Basket MINE = new Basket(1);
  private static final Basket YOURS = new Basket(2);

  @Test
  void oneTakesOverTheOther() {
    YOURS.put("pears", 3);
    MINE.addAll(YOURS);
  }

  @Test
  void theOtherTakesOverTheOne() {
    MINE.put("apples", 2);
    YOURS.addAll(MINE);
  }
}
