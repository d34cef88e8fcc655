package programs.forms;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import programs.Turns;

/** A stream that prints an object whose text needs the lock that others print under. */
public final class PrintStreamChain {
  private PrintStreamChain() {}

  static final PrintStream OUT = new PrintStream(new ByteArrayOutputStream());

  static final class Session {
    int uses;

    synchronized void note() {
      uses++;
      OUT.println("used");
    }

    synchronized int uses() {
      return uses;
    }
  }

  static final class Failure extends Exception {
    private static final long serialVersionUID = 1;
    final transient Session session;

    Failure(Session session) {
      this.session = session;
    }

    @Override
    public String getMessage() {
      return "after " + session.uses();
    }
  }

  public static void main(String[] args) throws Exception {
    Session session = new Session();
    Turns.inOrder(() -> new Failure(session).printStackTrace(OUT), session::note);
  }
}
