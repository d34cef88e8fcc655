package dev.jlockdep.agent.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;

/**
 * Texts against files in {@code src/test/resources/golden}. With {@code -Dgolden.write=true} the
 * files are written anew, to be read before they are committed; that run fails.
 */
public final class Golden {
  private Golden() {}

  public static void assertEquals(String name, String text) throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(Path.of("src/test/resources/golden").resolve(name), text);
      Assertions.fail("written anew: " + name);
    }
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      String golden = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Assertions.assertEquals(golden, text);
    }
  }
}
