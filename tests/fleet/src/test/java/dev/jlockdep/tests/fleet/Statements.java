package dev.jlockdep.tests.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The blocks of SQL in a page of the documentation, by the name in their first line. */
final class Statements {
  private static final String NAME = "-- ";
  private final Map<String, List<String>> blocks = new LinkedHashMap<>();

  private Statements() {}

  static Statements of(Path page) throws IOException {
    Statements statements = new Statements();
    String name = null;
    StringBuilder sql = new StringBuilder();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.equals("```sql")) {
        inside = true;
      } else if (line.equals("```") && inside) {
        statements.add(name, sql.toString());
        inside = false;
        sql.setLength(0);
      } else if (inside && line.startsWith(NAME)) {
        name = line.substring(NAME.length());
      } else if (inside) {
        sql.append(line).append('\n');
      }
    }
    return statements;
  }

  private void add(String name, String block) {
    List<String> statements = new ArrayList<>();
    for (String statement : block.split(";\n")) {
      statements.add(statement.strip());
    }
    blocks.put(name, statements);
  }

  List<String> block(String name) {
    List<String> block = blocks.get(name);
    if (block == null) {
      throw new IllegalArgumentException("no block " + name + " among " + blocks.keySet());
    }
    return block;
  }
}
