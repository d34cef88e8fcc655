package dev.jlockdep.tests.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HotSpot's compilers said of the methods of one run: which ones C2 inlined where they are hot,
 * which it found too big for that, and which were given up for good.
 */
final class Compilations {
  /** Makes a JVM write what {@link #read} reads. */
  static List<String> options(Path log) {
    return List.of(
        "-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintCompilation", "-XX:+PrintInlining",
        "-XX:+LogVMOutput", "-XX:-DisplayVMOutput", "-XX:LogFile=" + log);
  }

  private static final Pattern INLINING =
      Pattern.compile("@ -?\\d+\\s+(\\S+::\\S+) \\((\\d+) bytes\\)\\s+(.*)");
  private static final Pattern GIVEN_UP =
      Pattern.compile("(\\S+::\\S+) .*(made not compilable.*|COMPILE SKIPPED.*not retryable.*)");
  /** What C2 says, and C1 does not. */
  private static final List<String> TOO_BIG =
      List.of(
          "hot method too big", "too big", "already compiled into a", "size > DesiredMethodLimit",
          "NodeCountInliningCutoff");

  private final Set<String> inlined = new TreeSet<>();
  /** With their size and the reason. */
  private final Map<String, String> tooBig = new TreeMap<>();
  private final Map<String, String> givenUp = new TreeMap<>();

  static Compilations read(Path log) throws IOException {
    Compilations c = new Compilations();
    for (String line : Files.readString(log, StandardCharsets.ISO_8859_1).split("\n")) {
      c.line(line);
    }
    return c;
  }

  private void line(String line) {
    Matcher m = INLINING.matcher(line);
    if (m.find()) {
      String said = m.group(3).replace("failed to inline: ", "");
      if (said.startsWith("inline (hot)")) {
        inlined.add(m.group(1));
      } else if (TOO_BIG.stream().anyMatch(said::startsWith)) {
        tooBig.put(m.group(1), m.group(2) + " bytes, " + said.strip());
      }
      return;
    }
    m = GIVEN_UP.matcher(line);
    if (m.find()) {
      givenUp.put(m.group(1), m.group(2).strip());
    }
  }

  private boolean inlines(String method) {
    return inlined.contains(method) && !tooBig.containsKey(method);
  }

  private boolean refuses(String method) {
    return tooBig.containsKey(method) && !inlined.contains(method);
  }

  /**
   * Methods that all runs without the agent inlined wherever they were hot and that no run with it
   * did, since they had become too big; and methods that only runs with it gave up for good.
   */
  static List<String> lost(List<Compilations> bare, List<Compilations> agent) {
    Set<String> lost = new TreeSet<>();
    agent.get(0).tooBig.forEach((method, why) -> {
      if (!method.startsWith("dev.jlockdep.")
          && bare.stream().allMatch(c -> c.inlines(method))
          && agent.stream().allMatch(c -> c.refuses(method))) {
        lost.add(method + ": not inlined (" + why + ")");
      }
    });
    for (Compilations c : agent) {
      c.givenUp.forEach((method, why) -> {
        if (bare.stream().noneMatch(b -> b.givenUp.containsKey(method))) {
          lost.add(method + ": not compiled (" + why + ")");
        }
      });
    }
    return List.copyOf(lost);
  }
}
