package programs.library;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.server.session.SessionHandler;
import programs.Churn;

/** Jetty: clients open and use sessions. */
public final class CleanJetty {
  private CleanJetty() {}

  static final class Echo extends AbstractHandler {
    @Override
    public void handle(
        String target, Request base, HttpServletRequest request, HttpServletResponse response)
        throws java.io.IOException {
      request.getSession(true).setAttribute("target", target);
      response.setStatus(200);
      response.getOutputStream().write(target.getBytes("UTF-8"));
      base.setHandled(true);
    }
  }

  public static void main(String[] args) throws Exception {
    Server server = new Server(0);
    SessionHandler sessions = new SessionHandler();
    sessions.setHandler(new Echo());
    server.setHandler(sessions);
    server.start();
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    Churn.run(3, (thread, round) -> get(port, "/" + thread + "/" + round));
    server.stop();
  }

  @SuppressWarnings("deprecation") // the constructor of URL: its replacement is newer than 17
  private static void get(int port, String path) throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) new URL("http://localhost:" + port + path).openConnection();
    try (InputStream in = connection.getInputStream()) {
      in.readAllBytes();
    }
  }
}
