package dev.jlockdep.agent.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.hooks.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelParserTest {
  private final List<String> errors = new ArrayList<>();

  private List<TypeModel> parse(String text) {
    return new ModelParser("x.model", false, errors).parse(text);
  }

  @Test
  void everyRule() {
    List<TypeModel> types = parse("# all there is\n"
        + "type a.B$C   # nested\n"
        + "  lock l = this.f reentrant monitor named \"my lock\"\n"
        + "  counter c = arg2\n"
        + "  event e = static.done\n"
        + "\n"
        + "  m(int, java.lang.String[]) acquires l read timed if nonnull\n"
        + "  get* tries l if true\n"
        + "  u releases l if positive\n"
        + "  d downgrades l\n"
        + "  b begins c if zero\n"
        + "  n ends c\n"
        + "  w waits c\n"
        + "  s signals e\n"
        + "  h hands c to arg1\n"
        + "  r requires this write\n"
        + "  p might l recursive\n"
        + "  lock may fault\n"
        + "  q handles reclaim\n"
        + "  v forbids \"my region\"\n"
        + "  y nonblocking handler\n"
        + "  x suppresses \"it is so\"\n");
    assertEquals(List.of(), errors);
    assertEquals(1, types.size());
    assertEquals("a/B$C", types.get(0).name);
    List<Statement> all = types.get(0).statements;
    assertEquals(16, all.size());
    Statement first = all.get(0);
    assertEquals(Rule.Verb.ACQUIRES, first.verb);
    assertEquals(AcquireMode.READ, first.mode);
    assertEquals(Rule.When.NONNULL, first.when);
    assertTrue(first.timed);
    assertEquals("this.f", first.object.toString());
    assertEquals("x.model:7:3", first.where);
    assertTrue(first.isAbout("m", "int,java.lang.String[]"));
    assertTrue(!first.isAbout("m", "int"));
    assertTrue(all.get(1).isAbout("getAll", ""));
    assertEquals("arg1", all.get(8).target.toString());
    assertNull(all.get(9).lock);
    assertEquals("mmap_lock", all.get(11).text);
    assertEquals("fs_reclaim", all.get(12).text);
    assertEquals("my region", all.get(13).text);
    assertEquals("handler", all.get(14).text);
  }

  @Test
  void simpleTypeNamesWillDo() {
    Statement s =
        parse("type A\n lock l = this\n m(String, Entry) releases l\n").get(0).statements.get(0);
    assertTrue(s.isAbout("m", "java.lang.String,java.util.Map$Entry"));
    assertTrue(!s.isAbout("m", "java.lang.String,java.util.MapEntry"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "m acquires l | 1:1: unknown word \"m\"; nearest is",
      "typ A | 1:1: unknown word \"typ\"; nearest is type",
      "type A! | 1:6: \"A!\" is not the binary name of a type",
      "type | 1:5: the line ends where the name of a type must follow",
      "type A/ lock l = that | 2:10: \"that\" is no object; write this",
      "type A/ lock this = this | 2:6: \"this\" cannot be the name of a lock",
      "type A/ lock l = this/ lock l = arg1 | 3:6: \"l\" is declared twice",
      "type A/ lock l = this reentrent | 2:15: unknown word \"reentrent\"; nearest is reentrant",
      "type A/ m aquires l | 2:3: unknown word \"aquires\"; nearest is acquires",
      "type A/ m acquires l | 2:12: \"l\" is not declared: write \"lock l = this\" above",
      "type A/ lock lck = this/ m acquires lk | 3:12: unknown word \"lk\"; nearest is lck",
      "type A/ lock l = this/ m acquires l wrte | 3:14: unknown word \"wrte\"; nearest is write",
      "type A/ lock l = this/ m tries l | tries needs an end such as \"if true\"",
      "type A/ lock l = this/ m releases l if truth | 3:17: unknown word \"truth\"; nearest is tr",
      "type A/ lock l = this/ m releases l read | 3:14: \"if\" must stand here, not \"read\"",
      "type A/ lock l = this/ m hands l arg1 | 3:11: \"to\" must stand here, not \"arg1\"",
      "type A/ lock l = this/ m releases l if true x | 3:22: nothing may follow here, but \"x\"",
      "type A/ m( acquires l | parentheses that do not match",
      "type A/ m suppresses \"open | 2:14: the quote is not closed",
      "type A/ <init> may fault | constructors and initialisers cannot be modelled",
  })
  void mistakes(String text, String complaint) {
    parse(text.trim().replace("/ ", "\n"));
    assertEquals(1, errors.size(), errors.toString());
    assertTrue(errors.get(0).contains(complaint.trim()), errors.toString());
  }

  /** The rest of the file holds. */
  @Test
  void wrongLineIsLeftOut() {
    List<TypeModel> types = parse("type A\n lock l = this\n m acquire l\n n releases l\n");
    assertEquals(1, errors.size());
    assertEquals(1, types.get(0).statements.size());
  }

  @Test
  void bundledModelIsRight() {
    List<TypeModel> types = parse(Bundled.text(Bundled.SWING));
    assertEquals(List.of(), errors);
    assertEquals(Bundled.SWING, types.get(0).name);
    assertEquals(4, types.get(0).statements.size());
  }
}
