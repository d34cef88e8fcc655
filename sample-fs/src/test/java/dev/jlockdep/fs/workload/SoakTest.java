package dev.jlockdep.fs.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workloads without an agent: data, accounting and the command line. */
@Timeout(120)
class SoakTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String line) {
    return SoakCommand.run(
        List.of(line.split(" ")), new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void allWorkloadsTogetherKeepTheirData() {
    assertEquals(0, run("soak all --seconds 4"), () -> out + "" + err);
    for (String id : Workloads.ids()) {
      assertTrue(out.toString(StandardCharsets.UTF_8).contains("\n" + id + " "), id);
    }
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("accounting: exact"));
  }

  @Test
  void withoutAnAgentThereIsNothingToCompare() {
    assertEquals(1, run("throughput W2"));
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("no agent"), out::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "soak W99, unknown workload or option \"W99\"",
    "soak --seconds, --seconds needs a value",
    "soak --seconds soon, --seconds \"soon\" is no number",
    "soak --minutes -1, --minutes -1.0 is no time",
    "soak --seed 1.5, --seed \"1.5\" is no whole number"
  })
  void misuseIsExplained(String line, String why) {
    assertEquals(2, run(line));
    assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("sample-fs: " + why), err::toString);
  }

  @Test
  void aByteThatIsNotAsWrittenIsSeen() {
    Region region = new Region(4096, 8);
    region.written(2, new byte[] {7, 8});
    region.check("read", 1, new byte[] {0, 7});
    IllegalStateException seen =
        assertThrows(
            IllegalStateException.class, () -> region.check("read", 2, new byte[] {7, 9}));
    assertEquals("read: byte 4099 is 9 instead of 8", seen.getMessage());
  }
}
