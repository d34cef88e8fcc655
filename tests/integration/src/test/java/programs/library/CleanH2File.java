package programs.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import programs.Churn;

/** H2 on a file: three sessions insert, update and commit. */
public final class CleanH2File {
  private CleanH2File() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "h2");
    String url = "jdbc:h2:" + folder.resolve("db") + ";LOCK_TIMEOUT=20000";
    Connection[] sessions = new Connection[3];
    for (int i = 0; i < sessions.length; i++) {
      sessions[i] = DriverManager.getConnection(url, "sa", "");
    }
    try (Statement statement = sessions[0].createStatement()) {
      statement.execute("create table item(id bigint auto_increment primary key, k int, n int)");
      statement.execute("create index on item(k)");
    }
    for (Connection session : sessions) {
      session.setAutoCommit(false);
    }
    Churn.run(sessions.length, (thread, round) -> change(sessions[thread], thread, round));
    for (Connection session : sessions) {
      session.close();
    }
  }

  private static void change(Connection session, int thread, int round) throws Exception {
    try (PreparedStatement insert =
            session.prepareStatement("insert into item(k, n) values(?, ?)");
        PreparedStatement update =
            session.prepareStatement("update item set n = n + 1 where k = ? and n = ?")) {
      insert.setInt(1, thread);
      insert.setInt(2, round);
      insert.executeUpdate();
      update.setInt(1, thread);
      update.setInt(2, round);
      update.executeUpdate();
    }
    session.commit();
  }
}
