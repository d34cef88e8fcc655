package dev.jlockdep.agent.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jlockdep.agent.AgentOptions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class JunitSetupTest {
  private static final String ENABLED = "junit.jupiter.extensions.autodetection.enabled";
  private static final String INCLUDE = "junit.jupiter.extensions.autodetection.include";
  private static final String OURS = "dev.jlockdep.agent.junit.*";

  private static Properties properties(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return properties;
  }

  @Test
  void onlyOurExtensionIsSwitchedOn() {
    assertEquals(
        Map.of(ENABLED, "true", INCLUDE, OURS),
        JunitSetup.properties(properties(), properties()));
  }

  @Test
  void usersDetectedExtensionsStay() {
    assertEquals(
        Map.of(ENABLED, "true"),
        JunitSetup.properties(properties(), properties(ENABLED, "true")));
    assertEquals(
        Map.of(ENABLED, "true", INCLUDE, "com.acme.*," + OURS),
        JunitSetup.properties(properties(ENABLED, "true"), properties(INCLUDE, "com.acme.*")));
  }

  @Test
  void withoutAnAgentNoExitIsDue() {
    assertFalse(JunitSetup.exitDue(AgentOptions.parse("")));
  }

  @Test
  void testsAreNamedByTypeAndMethodAndInvocation() {
    assertEquals("a.T#m", TestNames.name("a.T", "m", "[engine:x]/[method:m()]"));
    assertEquals(
        "a.T#m[3]", TestNames.name("a.T", "m", "[e:x]/[m:m()]/[test-template-invocation:#3]"));
  }
}
