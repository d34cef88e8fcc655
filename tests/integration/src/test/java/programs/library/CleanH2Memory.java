package programs.library;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import programs.Churn;

/** H2 in memory: sessions insert and read, and close and open again. */
public final class CleanH2Memory {
  private static final String URL = "jdbc:h2:mem:clean;LOCK_TIMEOUT=20000";

  private CleanH2Memory() {}

  public static void main(String[] args) throws Exception {
    try (Connection first = DriverManager.getConnection(URL, "sa", "");
        Statement statement = first.createStatement()) {
      statement.execute("create table item(id bigint auto_increment primary key, n int)");
      Churn.run(3, (thread, round) -> session(round));
    }
  }

  private static void session(int round) throws Exception {
    try (Connection session = DriverManager.getConnection(URL, "sa", "");
        PreparedStatement insert = session.prepareStatement("insert into item(n) values(?)");
        Statement max = session.createStatement()) {
      insert.setInt(1, round);
      insert.executeUpdate();
      max.executeQuery("select max(n) from item").close();
    }
  }
}
