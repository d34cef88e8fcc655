package programs.library;

import java.sql.Connection;
import java.sql.DriverManager;
import org.apache.commons.dbcp.PoolingConnection;
import org.apache.commons.pool.impl.GenericKeyedObjectPool;
import programs.Turns;

/** commons-dbcp: prepares a statement, and on another thread runs the evictor of the pool. */
public final class StatementPool {
  private StatementPool() {}

  public static void main(String[] args) throws Exception {
    Class.forName("org.h2.Driver");
    Connection database = DriverManager.getConnection("jdbc:h2:mem:statements");
    GenericKeyedObjectPool pool = new GenericKeyedObjectPool(null);
    PoolingConnection connection = new PoolingConnection(database, pool);
    pool.setFactory(connection);
    pool.setTestWhileIdle(true);
    pool.setNumTestsPerEvictionRun(3);
    Turns.inOrder(
        () -> prepare(connection), () -> prepare(connection), () -> pool.evict(),
        () -> prepare(connection));
    System.out.println("idle " + pool.getNumIdle());
  }

  private static void prepare(Connection connection) throws Exception {
    for (int i = 1; i <= 3; i++) {
      connection.prepareStatement("select " + i).close();
    }
  }
}
