package dev.jlockdep.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void writtenValuesReadBackEqual() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a\"b\\c\n\t\u0001\u007f é \ud83d\ude00");
    value.put("list", Arrays.asList(1L, -2L, 2.5, true, false, null, List.of(), Map.of()));
    value.put("", Map.of("x", "y"));
    assertEquals(value, Json.read(Json.write(value)));
  }

  @Test
  void halfAPairIsEscapedSinceItHasNoUtf8() {
    assertEquals("\"\\ud83dx\"", Json.write("\ud83dx"));
    assertEquals("\ud83dx", Json.read(Json.write("\ud83dx")));
  }

  @Test
  void numbersThatJsonLacksBecomeNull() {
    assertEquals("[null,null]", Json.write(List.of(Double.NaN, Double.POSITIVE_INFINITY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "{", "{\"a\":1", "{\"a\":1,}", "[1,]", "[1 2]", "{'a':1}", "01", "+1", "1.", "tru",
        "{\"a\":1}x", "\"\\x\"", "\"a\nb\"", "{\"a\":1,\"a\":2}", "nul", "-", "{\"a\" 1}", "[,1]"
      })
  void whatIsNotExactlyJsonIsRefused(String text) {
    assertThrows(Json.JsonException.class, () -> Json.read(text));
  }

  @Test
  void deepNestingIsRefusedInsteadOfOverflowing() {
    assertThrows(Json.JsonException.class, () -> Json.read("[".repeat(100_000)));
  }
}
