package programs.library;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import programs.Churn;

/** HikariCP over H2: borrow, insert, commit, give back. */
public final class CleanHikari {
  private CleanHikari() {}

  public static void main(String[] args) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:hikari;LOCK_TIMEOUT=20000");
    config.setMaximumPoolSize(3);
    try (HikariDataSource source = new HikariDataSource(config)) {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create table item(id bigint auto_increment primary key, n int)");
      }
      Churn.run(4, (thread, round) -> insert(source, round));
    }
  }

  private static void insert(HikariDataSource source, int n) throws Exception {
    try (Connection connection = source.getConnection();
        PreparedStatement insert = connection.prepareStatement("insert into item(n) values(?)")) {
      insert.setInt(1, n);
      insert.executeUpdate();
    }
  }
}
