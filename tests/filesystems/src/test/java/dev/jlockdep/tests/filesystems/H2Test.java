package dev.jlockdep.tests.filesystems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The H2 database with its files in the sample filesystem, which is unmounted in between. */
@Timeout(120)
class H2Test {
  private static final int ROWS = 5_000;
  private static final int THREADS = 4;
  private static final int ROWS_PER_COMMIT = 100;
  private static final String URL = "jdbc:h2:sample:/db/test";

  @TempDir Path folder;

  private FileSystem mount() throws Exception {
    FileSystem fs =
        FileSystems.newFileSystem(
            URI.create("samplefs://h2"),
            Map.of("image", folder.resolve("image"), "size", 128 << 20));
    FilePath.register(new H2FilePath(fs, "/"));
    return fs;
  }

  @Test
  void rowsAreThereAfterARemount() throws Exception {
    try (FileSystem fs = mount()) {
      Files.createDirectory(fs.getPath("/db"));
      try (Connection connection = DriverManager.getConnection(URL);
          Statement statement = connection.createStatement()) {
        statement.execute("create table t(id int primary key, text varchar(200))");
      }
      CompletableFuture<?>[] writers = new CompletableFuture<?>[THREADS];
      try (Connection keepsItOpen = DriverManager.getConnection(URL)) {
        for (int i = 0; i < THREADS; i++) {
          int from = i * ROWS;
          writers[i] = CompletableFuture.runAsync(() -> insert(from));
        }
        CompletableFuture.allOf(writers).get(100, TimeUnit.SECONDS);
      }
      assertTrue(Files.size(fs.getPath("/db/test.mv.db")) > 0);
    }
    try (FileSystem fs = mount();
        Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement();
        ResultSet counted = statement.executeQuery("select count(*), sum(id) from t")) {
      assertTrue(counted.next());
      long rows = (long) THREADS * ROWS;
      assertEquals(rows, counted.getLong(1));
      assertEquals(rows * (rows - 1) / 2, counted.getLong(2));
    }
  }

  private static void insert(int from) {
    try (Connection connection = DriverManager.getConnection(URL);
        PreparedStatement insert =
            connection.prepareStatement("insert into t values (?, ?)")) {
      connection.setAutoCommit(false);
      for (int i = from; i < from + ROWS; i++) {
        insert.setInt(1, i);
        insert.setString(2, "row number " + i + " of the table");
        insert.execute();
        if (i % ROWS_PER_COMMIT == 0) {
          connection.commit();
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
