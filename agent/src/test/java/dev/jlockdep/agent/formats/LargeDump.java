package dev.jlockdep.agent.formats;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Dumps of any size, as text, in the format that watched JVMs write. */
public final class LargeDump {
  private LargeDump() {}

  /**
   * Writes a dump whose dependencies lead from lower to higher class numbers only.
   *
   * @param from number of the first lock class
   * @param classes how many lock classes
   */
  public static Path write(Path file, String run, int from, int classes, int dependencies, long seed)
      throws IOException {
    Random random = new Random(seed);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("{\"type\":\"run\",\"id\":\"" + run + "\",\"pid\":1,\"startMillis\":1,\"program\":\""
          + run + "\",\"jdk\":\"17\",\"coverage\":{\"selfTest\":\"ok\",\"typesWoven\":3}}\n");
      for (int i = from; i < from + classes; i++) {
        out.write("{\"type\":\"class\",\"id\":\"" + id(i) + "\",\"name\":\"" + name(i)
            + "\",\"kind\":\"monitor\",\"lockType\":\"java.lang.Object\",\"declared\":false}\n");
      }
      for (int i = 0; i < 200; i++) {
        out.write("{\"type\":\"frame\",\"id\":\"f" + i + "\",\"at\":\"com.acme.part" + i
            + ".Service.call(Service.java:" + i + ")\"}\n");
      }
      int written = 0;
      for (int step = 1; written < dependencies; step++) {
        for (int i = from; i + step < from + classes && written < dependencies; i++) {
          dependency(out, run, i, i + step, random);
          written++;
        }
      }
      out.write("{\"type\":\"end\",\"run\":\"" + run + "\",\"timeMillis\":2,\"stats\":{}}\n");
    }
    return file;
  }

  /** Appends one dependency to a dump. */
  public static void dependency(Writer out, String run, int a, int b, Random random)
      throws IOException {
    int frame = random.nextInt(200);
    String stack = "s" + a + "-" + b;
    out.write("{\"type\":\"stack\",\"id\":\"" + stack + "\",\"frames\":[\"f" + frame + "\",\"f"
        + (frame * 7 + 1) % 200 + "\",\"f" + (frame * 3 + 2) % 200 + "\"]}\n");
    String lock = "\",\"mode\":\"EXCLUSIVE\",\"position\":\"com.acme.part" + frame
        + ".Service.call(Service.java:" + frame + ")\"}";
    out.write("{\"type\":\"dependency\",\"id\":\"" + dependencyId(a, b) + "\",\"run\":\"" + run
        + "\",\"from\":\"" + id(a) + "\",\"fromMode\":\"EXCLUSIVE\",\"to\":\"" + id(b)
        + "\",\"toMode\":\"EXCLUSIVE\",\"count\":" + (1 + random.nextInt(1000))
        + ",\"timedOnly\":false,\"witnesses\":[{\"held\":{\"instance\":\"Object@" + a + lock
        + ",\"requested\":{\"instance\":\"Object@" + b + lock + ",\"heldStack\":\"" + stack
        + "\",\"requestStack\":\"" + stack + "\",\"thread\":\"pool-1-thread-" + frame % 8
        + "\",\"threadId\":" + (20 + frame % 8) + ",\"task\":\"\",\"test\":\"\"}]}\n");
  }

  /** Appends lock statistics of one class to a dump; all times are the wait total. */
  public static void lockStat(Writer out, String run, int i, long acquisitions, long waitTotal)
      throws IOException {
    StringBuilder times = new StringBuilder();
    for (String what : new String[] {"wait", "hold"}) {
      for (String which : new String[] {"Total", "Min", "Max"}) {
        times.append(",\"").append(what).append("Nanos").append(which).append("\":")
            .append(waitTotal);
      }
    }
    out.write("{\"type\":\"lockstat\",\"id\":\"" + id(i) + "w\",\"run\":\"" + run
        + "\",\"class\":\"" + id(i) + "\",\"shared\":false,\"acquisitions\":" + acquisitions
        + ",\"contentions\":" + (waitTotal == 0 ? 0 : 1) + ",\"holds\":" + acquisitions + times
        + "}\n");
  }

  public static String name(int i) {
    return "com.acme.part" + i % 97 + ".Holder" + i + ".lock";
  }

  public static String id(int i) {
    return String.format("%016x", 0x1000L + i);
  }

  public static String dependencyId(int a, int b) {
    return String.format("%08x%08x", a, b);
  }
}
