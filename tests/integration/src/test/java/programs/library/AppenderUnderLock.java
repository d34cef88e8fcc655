package programs.library;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import programs.Turns;

/** logback: an appender asks a service for its state, and the service logs under its own lock. */
public final class AppenderUnderLock {
  private AppenderUnderLock() {}

  static final class Service {
    private final Logger log;
    private int calls;

    Service(Logger log) {
      this.log = log;
    }

    synchronized void call() {
      calls++;
      log.info("called");
    }

    synchronized int calls() {
      return calls;
    }
  }

  static final class StateAppender extends AppenderBase<ILoggingEvent> {
    private Service service;
    private int last;

    @Override
    protected void append(ILoggingEvent event) {
      last = service.calls();
    }
  }

  public static void main(String[] args) throws Exception {
    LoggerContext context = new LoggerContext();
    Logger log = context.getLogger("service");
    StateAppender appender = new StateAppender();
    appender.service = new Service(log);
    appender.setContext(context);
    appender.start();
    log.addAppender(appender);
    Turns.inOrder(() -> log.info("hello"), () -> appender.service.call());
    System.out.println("calls " + appender.last);
  }
}
