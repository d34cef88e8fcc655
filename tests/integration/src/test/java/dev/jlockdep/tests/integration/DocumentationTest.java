package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.AgentJar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tables in the documentation that must say what the code says. */
class DocumentationTest {
  private static final Pattern BOUND =
      Pattern.compile("static final int (\\w+)\\s*=\\s*(?:Integer\\.getInteger\\([^,]*,\\s*)?([\\d_]+)");
  private static final Pattern KEY = Pattern.compile("\"(\\w+)\"");

  @Test
  void everyBoundIsInTheTable() throws IOException {
    String code =
        text("runtime/src/main/java/dev/jlockdep/internal/graph/Limits.java");
    String page = text("runtime/README.md");
    List<String> missing = new ArrayList<>();
    Matcher bound = BOUND.matcher(code);
    while (bound.find()) {
      int value = Integer.parseInt(bound.group(2).replace("_", ""));
      String row = "| `" + bound.group(1) + "` | " + String.format(Locale.ROOT, "%,d", value) + " |";
      if (!page.contains(row)) {
        missing.add(row);
      }
    }
    assertTrue(missing.isEmpty(), "rows missing in runtime/README.md: " + missing);
  }

  @Test
  void everyOptionIsInTheTable() throws IOException {
    String code = text("agent/src/main/java/dev/jlockdep/agent/AgentOptions.java");
    int start = code.indexOf("KEYS =");
    Matcher key = KEY.matcher(code.substring(start, code.indexOf(';', start)));
    String page = text("README.md");
    List<String> missing = new ArrayList<>();
    boolean any = false;
    while (key.find()) {
      any = true;
      if (!page.contains("| `" + key.group(1) + "` |")) {
        missing.add(key.group(1));
      }
    }
    assertTrue(any, "no keys found in AgentOptions");
    assertTrue(missing.isEmpty(), "options missing in README.md: " + missing);
  }

  private static String text(String file) throws IOException {
    return Files.readString(AgentJar.projectRoot().resolve(file));
  }
}
