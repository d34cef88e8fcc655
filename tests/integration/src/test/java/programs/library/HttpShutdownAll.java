package programs.library;

import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpConnection;
import org.apache.commons.httpclient.MultiThreadedHttpConnectionManager;
import programs.Turns;

/** commons-httpclient: makes a connection, and on another thread shuts all managers down. */
public final class HttpShutdownAll {
  private HttpShutdownAll() {}

  public static void main(String[] args) throws Exception {
    MultiThreadedHttpConnectionManager manager = new MultiThreadedHttpConnectionManager();
    HostConfiguration host = new HostConfiguration();
    host.setHost("localhost");
    Turns.inOrder(() -> use(manager, host), MultiThreadedHttpConnectionManager::shutdownAll);
  }

  private static void use(MultiThreadedHttpConnectionManager manager, HostConfiguration host)
      throws Exception {
    HttpConnection connection = manager.getConnectionWithTimeout(host, 1000);
    manager.releaseConnection(connection);
  }
}
