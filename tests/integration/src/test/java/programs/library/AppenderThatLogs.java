package programs.library;

import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.AsyncAppender;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;

/**
 * Log4j 1: the end of logging joins the dispatcher of an AsyncAppender under the root logger, and an
 * appender behind it logs. Here all is logged before.
 */
public final class AppenderThatLogs {
  private AppenderThatLogs() {}

  /** Tells of each event of the application by one of its own. */
  static final class Telling extends AppenderSkeleton {
    /** A latch would tell the main thread that the dispatcher is past all locks. */
    volatile int events;

    @Override
    protected void append(LoggingEvent event) {
      if (event.getLoggerName().equals("application")) {
        Logger.getLogger("appender").info("told");
      }
      events++;
    }

    @Override
    public void close() {}

    @Override
    public boolean requiresLayout() {
      return false;
    }
  }

  public static void main(String[] args) {
    Telling telling = new Telling();
    AsyncAppender async = new AsyncAppender();
    async.addAppender(telling);
    Logger.getRootLogger().addAppender(async);
    Logger.getLogger("application").info("an event");
    while (telling.events < 2) {
      Thread.onSpinWait();
    }
    LogManager.shutdown();
  }
}
