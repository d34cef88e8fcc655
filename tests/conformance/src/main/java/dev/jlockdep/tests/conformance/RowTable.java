package dev.jlockdep.tests.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conformance data, read from the CSV resource. */
final class RowTable {
  private static final String RESOURCE = "locking-selftest.csv";

  private final List<Row> rows;

  private RowTable(List<Row> rows) {
    this.rows = rows;
  }

  static RowTable load() {
    try (InputStream in = RowTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RowTable parse(String csv) {
    List<List<String>> lines = lines(csv);
    List<String> header = lines.get(0);
    List<Row> rows = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      if (line.size() != header.size()) {
        throw new IllegalStateException("row with " + line.size() + " cells: " + line);
      }
      Map<String, String> cells = new LinkedHashMap<>();
      for (int i = 0; i < line.size(); i++) {
        cells.put(header.get(i), line.get(i));
      }
      rows.add(new Row(cells));
    }
    return new RowTable(rows);
  }

  private static List<List<String>> lines(String csv) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        line.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    if (cell.length() > 0 || !line.isEmpty()) {
      line.add(cell.toString());
      lines.add(line);
    }
    return lines;
  }

  List<Row> rows() {
    return rows;
  }

  Row row(String test) {
    return rows.stream()
        .filter(row -> row.test().equals(test))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row for test " + test));
  }
}
