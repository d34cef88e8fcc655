package dev.jlockdep.tests.fleet;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The union on DuckDB, in memory. */
public final class DuckDbUnion implements Union.Engine {
  private final Statement statement;

  private DuckDbUnion(Statement statement) {
    this.statement = statement;
  }

  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      Union.run(new DuckDbUnion(statement), "DuckDB", arguments);
    }
  }

  @Override
  public void execute(String sql) throws SQLException {
    statement.execute(sql);
  }

  @Override
  public List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
