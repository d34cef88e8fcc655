package programs.library;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.apache.commons.dbcp2.BasicDataSource;
import programs.Churn;

/** commons-dbcp2 over H2, with statement pooling, idle tests and abandoned tracing on. */
public final class CleanDbcp2 {
  private CleanDbcp2() {}

  public static void main(String[] args) throws Exception {
    try (BasicDataSource source = new BasicDataSource()) {
      source.setUrl("jdbc:h2:mem:dbcp2;DB_CLOSE_DELAY=-1");
      source.setMaxTotal(3);
      source.setPoolPreparedStatements(true);
      source.setTestOnBorrow(true);
      source.setTestOnReturn(true);
      source.setRemoveAbandonedOnBorrow(true);
      Churn.run(4, (thread, round) -> query(source, thread, round));
    }
  }

  private static void query(BasicDataSource source, int thread, int round) throws Exception {
    if (thread == 0 && round % 20 == 0) {
      source.evict();
    }
    try (Connection connection = source.getConnection();
        Statement statement = connection.prepareStatement("select " + round % 10);
        ResultSet rows = ((java.sql.PreparedStatement) statement).executeQuery()) {
      rows.next();
    }
  }
}
