package programs.library;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import programs.Churn;

/** Tomcat: clients open and use sessions. */
public final class CleanTomcat {
  private CleanTomcat() {}

  static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws java.io.IOException {
      request.getSession(true).setAttribute("path", request.getPathInfo());
      response.getOutputStream().print("ok");
    }
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "echo", new Echo());
    context.addServletMappingDecoded("/*", "echo");
    tomcat.getConnector();
    tomcat.start();
    int port = tomcat.getConnector().getLocalPort();
    Churn.run(3, (thread, round) -> get(port, "/" + thread + "/" + round));
    tomcat.stop();
    tomcat.destroy();
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
