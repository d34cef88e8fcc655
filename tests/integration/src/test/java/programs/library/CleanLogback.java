package programs.library;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import programs.Churn;

/** logback: loggers made while others log, through an asynchronous and a direct appender. */
public final class CleanLogback {
  private CleanLogback() {}

  public static void main(String[] args) throws Exception {
    LoggerContext context = new LoggerContext();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d %thread %logger %msg%n%ex");
    encoder.start();
    OutputStreamAppender<ILoggingEvent> direct = new OutputStreamAppender<>();
    direct.setContext(context);
    direct.setEncoder(encoder);
    direct.setOutputStream(OutputStream.nullOutputStream());
    direct.start();
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.addAppender(direct);
    async.start();
    Logger root = context.getLogger("ROOT");
    root.addAppender(direct);
    root.addAppender(async);
    Churn.run(4, (thread, round) -> {
      Logger log = context.getLogger("part" + thread + ".sub" + round % 300);
      log.info("round {}", round);
      log.warn("with a stack", new IllegalStateException("round " + round));
    });
    context.stop();
  }
}
