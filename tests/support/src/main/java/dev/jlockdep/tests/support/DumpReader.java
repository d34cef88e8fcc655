package dev.jlockdep.tests.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The dump of one or more JVMs: the JSON-lines files of an {@code output=} folder, read as one. A
 * line that is not JSON is an error; only the last line of a file may be cut off, as it is when the
 * JVM was killed while writing.
 */
public final class DumpReader {
  private final List<Map<String, Object>> records;
  private final int files;

  private DumpReader(List<Map<String, Object>> records, int files) {
    this.records = records;
    this.files = files;
  }

  /** Reads every dump file of the folder; an absent folder is an empty dump. */
  public static DumpReader read(Path folder) {
    List<Map<String, Object>> records = new ArrayList<>();
    List<Path> dumps = dumpFiles(folder);
    for (Path dump : dumps) {
      readFile(dump, records);
    }
    return new DumpReader(records, dumps.size());
  }

  private static List<Path> dumpFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.toString().matches(".*\\.jsonl(\\.gz)?"))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static void readFile(Path file, List<Map<String, Object>> records) {
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank()) {
        continue;
      }
      try {
        records.add(Json.object(line));
      } catch (IllegalArgumentException broken) {
        if (i < lines.size() - 1) {
          throw new AssertionError(file + ", line " + (i + 1) + ": " + broken.getMessage(), broken);
        }
      }
    }
  }

  private static List<String> lines(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Number of dump files that were read: one for each JVM. */
  public int files() {
    return files;
  }

  public List<Map<String, Object>> records() {
    return records;
  }

  /** Records of one type: run, frame, stack, class, dependency, chain, finding or end. */
  public List<Map<String, Object>> records(String type) {
    return records.stream()
        .filter(record -> type.equals(record.get("type")))
        .collect(Collectors.toList());
  }

  /**
   * One finding for each fingerprint, in order of discovery. A finding whose evidence grew stronger
   * is written again: the last record counts.
   */
  public List<FindingRecord> findings() {
    Map<String, FindingRecord> last = new LinkedHashMap<>();
    for (Map<String, Object> record : records("finding")) {
      FindingRecord finding = FindingRecord.of(record);
      last.put(finding.fingerprint(), finding);
    }
    return List.copyOf(last.values());
  }

  /** Whether every JVM said that its dump is complete. */
  public boolean complete() {
    return files > 0 && records("end").size() == files;
  }
}
