package dev.jlockdep.tests.fleet;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Dumps of many runs that share lock classes. Most dependencies lead from lower to higher class
 * numbers; a few lead back, so that circles need the sides of several runs.
 */
final class GeneratedDumps {
  private static final int CLASSES = 40;
  private static final int DEPENDENCIES = 20;
  private static final String[] FROM = {"EXCLUSIVE", "READ"};
  private static final String[] TO = {"EXCLUSIVE", "READ", "RECURSIVE_READ"};

  private final Random random;

  GeneratedDumps(long seed) {
    random = new Random(seed);
  }

  /** Writes so many dumps: some packed, one twice, one cut off in its last line. */
  void write(Path folder, int runs) throws IOException {
    for (int run = 0; run < runs; run++) {
      String text = dump("run" + run);
      Path file = folder.resolve("jlockdep-" + run + "-1.jsonl");
      if (run == 1) {
        Files.writeString(folder.resolve("jlockdep-1-2.jsonl"), text);
      }
      if (run == 2) {
        text = text.substring(0, text.lastIndexOf("\"count\""));
      }
      if (run % 3 == 0) {
        pack(file.resolveSibling(file.getFileName() + ".gz"), text);
      } else {
        Files.writeString(file, text);
      }
    }
  }

  private static void pack(Path file, String text) {
    try (Writer out = new OutputStreamWriter(
        new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private String dump(String run) {
    StringBuilder out = new StringBuilder();
    out.append("{\"type\":\"run\",\"id\":\"").append(run).append("\",\"pid\":1,\"startMillis\":1,"
        + "\"program\":\"x\",\"jdk\":\"17\",\"coverage\":{\"selfTest\":\"ok\",\"typesWoven\":3}}\n");
    for (int i = 0; i < CLASSES; i++) {
      out.append("{\"type\":\"class\",\"id\":\"").append(id(i)).append("\",\"name\":\"com.acme.T")
          .append(i).append(".lock\",\"kind\":\"monitor\",\"lockType\":\"java.lang.Object\","
              + "\"declared\":false}\n");
    }
    for (int i = 0; i < DEPENDENCIES; i++) {
      int a = random.nextInt(CLASSES);
      int b = random.nextInt(CLASSES);
      boolean back = random.nextInt(20) == 0;
      dependency(out, run, back ? Math.max(a, b) : Math.min(a, b),
          back ? Math.min(a, b) : Math.max(a, b));
    }
    return out.toString();
  }

  private void dependency(StringBuilder out, String run, int a, int b) {
    int from = random.nextInt(4) / 3;
    int to = random.nextInt(6) / 3 + random.nextInt(8) / 7;
    out.append("{\"type\":\"dependency\",\"id\":\"")
        .append(String.format("%06x%06x%02x%02x", a, b, from, to))
        .append("\",\"run\":\"").append(run).append("\",\"from\":\"").append(id(a))
        .append("\",\"fromMode\":\"").append(FROM[from]).append("\",\"to\":\"").append(id(b))
        .append("\",\"toMode\":\"").append(TO[to]).append("\",\"count\":")
        .append(1 + random.nextInt(1000)).append(",\"timedOnly\":")
        .append(random.nextInt(10) == 0).append(",\"witnesses\":[]}\n");
  }

  private static String id(int i) {
    return String.format("%016x", 0x1000L + i);
  }
}
