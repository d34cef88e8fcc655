package dev.jlockdep.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.LockdepControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockOrderFileTest {
  private static LockOrderFile parse(String... lines) {
    return LockOrderFile.of("order.txt", List.of(lines));
  }

  private static List<String> rules(LockOrderFile file) {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < file.before().length; i++) {
      rules.add(file.where()[i] + " " + file.before()[i] + " < " + file.after()[i]);
    }
    return rules;
  }

  @Test
  void chainsGroupsQuotesAndComments() {
    LockOrderFile file = parse(
        "# the order of the file system",
        "",
        "group page = folio, \"inv alidate\"",
        "a < page < com.acme.B$C.lock # and so on");
    assertEquals(List.of(), file.errors());
    assertEquals(
        List.of(
            "order.txt:4 a < folio", "order.txt:4 a < inv alidate",
            "order.txt:4 folio < com.acme.B$C.lock", "order.txt:4 inv alidate < com.acme.B$C.lock"),
        rules(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "a > b            | order.txt:1:3: expected <, found >",
        "a b              | order.txt:1:3: expected <, found b",
        "a                | order.txt:1:2: a rule needs two lock classes with < between them",
        "a <              | order.txt:1:4: a lock class is missing at the end",
        "< a              | order.txt:1:1: expected a lock class, found <",
        "a < 'b           | order.txt:1:5: expected a lock class, found '",
        "a < \"b           | order.txt:1:5: the quote is not closed",
        "grup x = a, b    | order.txt:1:1: unknown word \"grup\"; nearest is group",
        "group x = a b    | order.txt:1:13: expected a comma, found b",
        "group x = a,     | order.txt:1:13: a lock class is missing at the end",
        "group x =        | order.txt:1:10: a lock class is missing at the end",
        "group x = , a    | order.txt:1:11: expected a lock class, found \\,"
      })
  void errorsNameFileLineAndColumn(String line, String error) {
    LockOrderFile file = parse(line.replace("''", "'"));
    assertEquals(List.of(error.replace("\\,", ",")), file.errors());
  }

  @Test
  void groupDefinedTwiceIsAnError() {
    assertEquals(
        List.of("order.txt:2:7: group x is defined already"),
        parse("group x = a", "group x = b").errors());
  }

  @Test
  void missingFileIsAnError() {
    String error = LockOrderFile.read(Path.of("no", "such.txt")).errors().get(0);
    assertTrue(error.contains("cannot be read") && error.contains("lockOrder"), error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a < b  | b < c | c < a  | order.txt:1: a < b contradicts order.txt:2: b < c, order.txt:3: c < a",
        "a < a  | x < y | y < z  | order.txt:1: a < a contradicts order.txt:1: a < a",
        "a* < b | b < c | c < aa | order.txt:1: a* < b contradicts order.txt:2: b < c, order.txt:3: c < aa",
        "a < b  | a < c | b < c  | ''"
      })
  void contradictionNamesTheRules(String one, String two, String three, String error) {
    LockOrderFile file = parse(one, two, three);
    assertEquals(List.of(), file.errors());
    assertEquals(error, LockdepControl.lockOrder(file.before(), file.after(), file.where()));
  }
}
