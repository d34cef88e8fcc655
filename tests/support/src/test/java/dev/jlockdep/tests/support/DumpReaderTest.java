package dev.jlockdep.tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DumpReaderTest {
  private static final String RUN = "{\"type\":\"run\",\"pid\":7}\n";
  private static final String END = "{\"type\":\"end\"}\n";

  @TempDir Path folder;

  private static String finding(String level) {
    return "{\"type\":\"finding\",\"kind\":\"CYCLE\",\"level\":\"" + level + "\","
        + "\"fingerprint\":\"LD-00000001\",\"classes\":[\"a\",\"b\",\"c\"],"
        + "\"positions\":[\"p.Q.r(Q.java:1)\"],\"threads\":[\"T1\",\"T2\"]}\n";
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void shouldReadAllFilesAndKeepTheLastRecordOfAFinding() throws IOException {
    write("1.jsonl", RUN + finding("POSSIBLE") + finding("LIKELY") + END);
    write("2.jsonl", RUN + END);
    DumpReader dump = DumpReader.read(folder);
    assertEquals(2, dump.files());
    assertTrue(dump.complete());
    FindingAssert.assertThat(dump)
        .hasOne(FindingKind.CYCLE, Level.LIKELY, "b", "c", "a")
        .withPosition("Q.java:1")
        .withThread("T2");
    assertThrows(AssertionError.class, () -> FindingAssert.assertThat(dump)
        .hasOne(FindingKind.CYCLE, Level.POSSIBLE, "b", "a", "c"));
    assertThrows(AssertionError.class, () -> FindingAssert.assertThat(dump).hasNone(Level.NOTE));
  }

  @Test
  void shouldForgiveOnlyALastLineThatWasCutOff() throws IOException {
    write("1.jsonl", RUN + finding("LIKELY").substring(0, 40));
    assertEquals(1, DumpReader.read(folder).records().size());
    assertFalse(DumpReader.read(folder).complete());
    write("1.jsonl", RUN + "{\"type\":\n" + END);
    assertThrows(AssertionError.class, () -> DumpReader.read(folder));
  }

  @Test
  void shouldTreatAnAbsentFolderAsAnEmptyDump() {
    DumpReader dump = DumpReader.read(folder.resolve("absent"));
    assertEquals(0, dump.files());
    assertFalse(dump.complete());
  }

  @Test
  void shouldReadBackWhatItWrites() {
    String text = "{\"a\":[1,-2.5,true,null,\"x\\\"\\\\\\u000ay\"],\"b\":{},\"c\":[]}";
    assertEquals(text, Json.write(Json.parse(text)));
    for (String broken : List.of("", "{", "{\"a\":1,}", "[1 2]", "{\"a\":1,\"a\":2}", "1 1")) {
      assertThrows(IllegalArgumentException.class, () -> Json.parse(broken), broken);
    }
  }
}
