package programs.library;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import programs.Churn;

/** HSQLDB in memory: sessions insert and read, and some close and open again. */
public final class CleanHsqldb {
  private CleanHsqldb() {}

  public static void main(String[] args) throws Exception {
    try (Connection first = open(); Statement statement = first.createStatement()) {
      statement.execute("set database transaction control mvcc");
      statement.execute("create table item(id bigint identity primary key, n int)");
      Churn.run(3, (thread, round) -> session(round));
      statement.execute("shutdown");
    }
  }

  private static Connection open() throws Exception {
    return DriverManager.getConnection("jdbc:hsqldb:mem:clean", "SA", "");
  }

  private static void session(int round) throws Exception {
    try (Connection session = open();
        PreparedStatement insert = session.prepareStatement("insert into item(n) values(?)");
        Statement count = session.createStatement()) {
      insert.setInt(1, round);
      insert.executeUpdate();
      count.executeQuery("select max(n) from item").close();
    } catch (SQLTransactionRollbackException conflict) {
      // two sessions met: this round did nothing
    }
  }
}
