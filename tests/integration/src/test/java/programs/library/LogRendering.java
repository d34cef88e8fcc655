package programs.library;

import java.io.StringWriter;
import org.apache.log4j.Logger;
import org.apache.log4j.PatternLayout;
import org.apache.log4j.WriterAppender;
import programs.Turns;

/** log4j 1: logs an object, and on another thread logs while holding that object. */
public final class LogRendering {
  private static final Logger LOG = Logger.getLogger(LogRendering.class);

  private LogRendering() {}

  static final class Parcel {
    private int stops;

    synchronized void move() {
      stops++;
      LOG.info("moved");
    }

    @Override
    public synchronized String toString() {
      return "parcel after " + stops;
    }
  }

  public static void main(String[] args) throws Exception {
    Logger.getRootLogger()
        .addAppender(new WriterAppender(new PatternLayout("%m%n"), new StringWriter()));
    Parcel parcel = new Parcel();
    Turns.inOrder(() -> LOG.info(parcel), parcel::move);
  }
}
