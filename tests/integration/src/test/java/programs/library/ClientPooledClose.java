package programs.library;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import javax.sql.PooledConnection;
import org.apache.derby.drda.NetworkServerControl;
import org.apache.derby.jdbc.ClientConnectionPoolDataSource;
import programs.Turns;

/**
 * Derby's client: one thread closes a logical connection, another the pooled connection of another
 * pair. Server and engine run in this JVM too.
 */
public final class ClientPooledClose {
  private ClientPooledClose() {}

  public static void main(String[] args) throws Exception {
    int port = freePort();
    System.setProperty("derby.security.port", Integer.toString(port));
    NetworkServerControl server =
        new NetworkServerControl(InetAddress.getLoopbackAddress(), port);
    server.start(new PrintWriter(System.err));
    awaitServer(server);
    ClientConnectionPoolDataSource source = new ClientConnectionPoolDataSource();
    source.setServerName("localhost");
    source.setPortNumber(port);
    source.setDatabaseName("memory:pairs;create=true");
    PooledConnection one = source.getPooledConnection();
    Connection logicalOne = one.getConnection();
    PooledConnection two = source.getPooledConnection();
    two.getConnection();
    Turns.inOrder(() -> logicalOne.close(), () -> two.close());
    System.exit(0);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitServer(NetworkServerControl server) throws Exception {
    Exception last = null;
    for (int i = 0; i < 200; i++) {
      try {
        server.ping();
        return;
      } catch (Exception notYet) {
        last = notYet;
        // the server opens its port on a thread of its own and offers nothing to wait for
        Thread.sleep(50);
      }
    }
    throw last;
  }
}
