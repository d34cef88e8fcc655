package dev.jlockdep.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.AgentOptions.OnFinding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
  private static AgentOptions parse(String agentString) {
    return AgentOptions.parse(agentString, new Properties(), Map.of(), "out");
  }

  private static Properties properties(String key, String value) {
    Properties properties = new Properties();
    properties.setProperty(key, value);
    return properties;
  }

  @Test
  void defaultsHoldWithoutAnyOption() {
    AgentOptions options = parse(null);
    assertEquals(Path.of("out"), options.output());
    assertEquals(OnFinding.AUTO, options.onFinding());
    assertEquals(FailOn.LIKELY, options.failOn());
    assertEquals(77, options.exitCode());
    assertTrue(options.watch());
    assertFalse(options.jmx());
    assertTrue(options.enabled());
    assertEquals("", options.error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "output=a/b,onFinding=fail-test,failOn=possible",
        "includes=com.acme.*:org.x.Y,excludes=*.gen.*,watch=false,jmx=true",
        "lockOrder=conf/lock-order.txt,baseline=known.txt,eventLoops=loop-*:ui,hangTimeout=30",
        "exitCode=3,enabled=false,onFinding=throw,failOn=none,output=%p-%h-%t-%%"
      })
  void printedOptionsParseToEqualOptions(String text) {
    AgentOptions options = parse(text);
    assertEquals("", options.error());
    assertEquals(options, parse(options.toString()));
    assertEquals(options.toString(), parse(options.toString()).toString());
  }

  @Test
  void agentStringBeatsPropertyBeatsEnvironment() {
    Map<String, String> env = Map.of("JLOCKDEP_EXITCODE", "1", "JLOCKDEP_ON_FINDING", "exit");
    Properties property = properties("jlockdep.exitCode", "2");
    assertEquals(1, AgentOptions.parse("", new Properties(), env, "out").exitCode());
    assertEquals(2, AgentOptions.parse("", property, env, "out").exitCode());
    assertEquals(3, AgentOptions.parse("exitCode=3", property, env, "out").exitCode());
    assertEquals(OnFinding.EXIT, AgentOptions.parse("", property, env, "out").onFinding());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onFindng=exit|option onFindng: no such key; nearest is onFinding",
        "onFinding=fial-test|onFinding=fial-test: must be one of auto, report, fail-test, exit, "
            + "throw; nearest is fail-test",
        "failOn=likly|failOn=likly: must be one of possible, likely, actual, none; nearest is lik",
        "exitCode=0|exitCode=0: must be a whole number from 1 to 255",
        "exitCode=x|exitCode=x: must be a whole number from 1 to 255",
        "hangTimeout=-1|hangTimeout=-1: must be a whole number from 0 to 86400",
        "watch=yes|watch=yes: must be one of true, false",
        "watch|option watch: must be written watch=VALUE",
        "jmx=true,jmx=false|option jmx: must be given once",
        "output=%q|output=%q: after % must come p (pid), h (host), t (time) or %",
        "output=|output=: must be the path of a folder",
        "includes=a b|includes=a b: must be type names"
      })
  void wrongOptionIsNamedWithItsRuleAndSwitchesOff(String text, String expected) {
    AgentOptions options = parse(text);
    assertTrue(options.error().contains(expected), options.error());
    assertTrue(options.error().contains("switched off"), options.error());
    assertFalse(options.enabled());
  }

  @Test
  void misspeltPropertyIsAnError() {
    Properties properties = properties("jlockdep.failon", "none");
    AgentOptions options = AgentOptions.parse("", properties, Map.of(), "out");
    assertTrue(options.error().contains("system property jlockdep.failon"), options.error());
    assertTrue(options.error().contains("nearest is failOn"), options.error());
  }

  @Test
  void otherPropertiesUnderThePrefixAreNoOptions() {
    Properties properties = properties(AgentOptions.DUMP_FILE_PROPERTY, "x");
    properties.setProperty("jlockdep.jar", "x");
    properties.setProperty("jlockdep.attached", "x");
    assertEquals("", AgentOptions.parse("", properties, Map.of(), "out").error());
  }

  @Test
  void pidIsFilledIntoTheOutputFolder() {
    String pid = Long.toString(ProcessHandle.current().pid());
    assertEquals(Path.of("d", pid + "%"), parse("output=d/%p%%").output());
  }

  @Test
  void includesAndExcludesSelectTypes() {
    AgentOptions options = parse("includes=com.acme.*:org.x.Y?,excludes=*.gen.*");
    assertEquals(List.of("com.acme.*", "org.x.Y?"), options.includes());
    assertTrue(options.selects("com/acme/Lock"));
    assertTrue(options.selects("org.x.Y1"));
    assertFalse(options.selects("org.x.Y"));
    assertFalse(options.selects("com.acme.gen.Lock"));
    assertTrue(parse("").selects("any.Type"));
  }

  @Test
  void failOnFollowsTheLevel() {
    assertFalse(FailOn.LIKELY.fails("POSSIBLE", false));
    assertTrue(FailOn.LIKELY.fails("POSSIBLE", true));
    assertTrue(FailOn.LIKELY.fails("PROVEN", false));
    assertFalse(FailOn.LIKELY.fails("NOTE", true));
    assertTrue(FailOn.POSSIBLE.fails("POSSIBLE", false));
    assertFalse(FailOn.ACTUAL.fails("PROVEN", true));
    assertFalse(FailOn.NONE.fails("ACTUAL", true));
  }
}
