package dev.jlockdep.tests.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the statements of the page, in its order, on some engine. */
final class Union {
  private Union() {}

  /** What an engine must be able to do. */
  interface Engine {
    void execute(String statement) throws Exception;

    /** The first column of all rows, in order. */
    List<String> rows(String query) throws Exception;
  }

  /** @param arguments the page, the folder of dumps, the file for the result */
  static void run(Engine engine, String name, String[] arguments) throws Exception {
    Statements page = Statements.of(Path.of(arguments[0]));
    for (String statement : page.block(name)) {
      engine.execute(statement.replace("DIR", arguments[1]));
    }
    all(engine, page.block("union"));
    all(engine, page.block("edges"));
    untilNothingChanges(engine, page.block("trim"), "edge");
    all(engine, page.block("reach"));
    untilNothingChanges(engine, page.block("further"), "reached");
    write(engine.rows(page.block("result").get(0)), Path.of(arguments[2]));
  }

  private static void all(Engine engine, List<String> statements) throws Exception {
    for (String statement : statements) {
      engine.execute(statement);
    }
  }

  private static void untilNothingChanges(Engine engine, List<String> statements, String table)
      throws Exception {
    String before;
    String after = count(engine, table);
    do {
      before = after;
      all(engine, statements);
      after = count(engine, table);
    } while (!after.equals(before));
  }

  private static String count(Engine engine, String table) throws Exception {
    return engine.rows("SELECT CAST(count(*) AS STRING) FROM " + table).get(0);
  }

  private static void write(List<String> lines, Path file) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }
}
