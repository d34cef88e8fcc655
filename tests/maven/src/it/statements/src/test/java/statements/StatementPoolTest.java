package statements;

import java.sql.Connection;
import java.sql.DriverManager;
import org.apache.commons.dbcp.PoolingConnection;
import org.apache.commons.pool.impl.GenericKeyedObjectPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatementPoolTest {
  private static GenericKeyedObjectPool pool;
  private static PoolingConnection connection;

  @BeforeAll
  static void open() throws Exception {
    Class.forName("org.h2.Driver");
    Connection database = DriverManager.getConnection("jdbc:h2:mem:statements");
    pool = new GenericKeyedObjectPool(null);
    connection = new PoolingConnection(database, pool);
    pool.setFactory(connection);
    pool.setTestWhileIdle(true);
    pool.setNumTestsPerEvictionRun(3);
  }

  @Test
  void prepares() throws Exception {
    for (int i = 1; i <= 3; i++) {
      connection.prepareStatement("select " + i).close();
    }
  }

  @Test
  void validatesWhatIsIdle() throws Exception {
    prepares();
    pool.evict();
  }
}
