package orders;

import java.io.StringWriter;
import org.apache.log4j.Logger;
import org.apache.log4j.SimpleLayout;
import org.apache.log4j.WriterAppender;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Order ORDER = new Order();

  @BeforeAll
  static void logSomewhere() {
    Logger.getRootLogger().addAppender(new WriterAppender(new SimpleLayout(), new StringWriter()));
  }

  @Test
  void isLogged() {
    Logger.getLogger(OrderTest.class).info(ORDER);
  }

  @Test
  void ships() {
    ORDER.ship();
  }
}
