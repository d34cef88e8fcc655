package dev.jlockdep.tests.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The union on Spark in this JVM; on a cluster only the master is another. */
public final class SparkUnion implements Union.Engine {
  private final SparkSession session;

  private SparkUnion(SparkSession session) {
    this.session = session;
  }

  public static void main(String[] arguments) throws Exception {
    Path tables = Path.of(arguments[2]).resolveSibling("spark-tables");
    SparkSession session = SparkSession.builder()
        .master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.log.level", "WARN")
        // small data: parts, plans made anew and compiled code would be all there is to do
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.ansi.doubleQuotedIdentifiers", "true")
        .config("spark.sql.warehouse.dir", tables.toUri().toString())
        .getOrCreate();
    try {
      Union.run(new SparkUnion(session), "Spark", arguments);
    } finally {
      session.stop();
    }
  }

  @Override
  public void execute(String statement) {
    session.sql(statement);
  }

  @Override
  public List<String> rows(String query) {
    List<String> rows = new ArrayList<>();
    for (Row row : session.sql(query).collectAsList()) {
      rows.add(row.getString(0));
    }
    return rows;
  }
}
