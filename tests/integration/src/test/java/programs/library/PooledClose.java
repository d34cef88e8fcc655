package programs.library;

import org.apache.commons.dbcp.DriverManagerConnectionFactory;
import org.apache.commons.dbcp.PoolableConnectionFactory;
import org.apache.commons.dbcp.PoolingDataSource;
import org.apache.commons.pool.impl.GenericObjectPool;
import java.sql.Connection;
import programs.Turns;

/** commons-dbcp: closes a pooled connection, and on another thread validates the idle ones. */
public final class PooledClose {
  private PooledClose() {}

  public static void main(String[] args) throws Exception {
    Class.forName("org.h2.Driver");
    GenericObjectPool pool = new GenericObjectPool(null);
    pool.setTestWhileIdle(true);
    pool.setNumTestsPerEvictionRun(5);
    new PoolableConnectionFactory(
        new DriverManagerConnectionFactory("jdbc:h2:mem:pooled", "sa", ""),
        pool, null, "select 1", false, true);
    PoolingDataSource source = new PoolingDataSource(pool);
    Turns.inOrder(() -> use(source), () -> pool.evict(), () -> use(source));
    System.out.println("idle " + pool.getNumIdle());
  }

  private static void use(PoolingDataSource source) throws Exception {
    Connection connection = source.getConnection();
    connection.createStatement().execute("select 2");
    connection.close();
  }
}
