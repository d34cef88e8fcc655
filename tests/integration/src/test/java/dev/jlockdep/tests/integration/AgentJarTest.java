package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.jlockdep.tests.support.AgentJar;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What lies in the jar that users get. */
class AgentJarTest {
  @Test
  void holdsNoTypeOutsideOfOurPackages() throws IOException {
    try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
      List<String> foreign = jar.stream()
          .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
          .filter(name -> name.endsWith(".class") && !name.startsWith("dev/jlockdep/"))
          .collect(Collectors.toList());
      assertEquals(List.of(), foreign, "types that could meet the program's own");
    }
  }

  @Test
  void holdsTheRuntimeOnlyAsNestedJar() throws IOException {
    try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
      assertNotNull(jar.getEntry("META-INF/jlockdep/jlockdep-runtime.jar"), "nested runtime");
      List<String> twice = jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("dev/jlockdep/hooks/")
              || name.startsWith("dev/jlockdep/internal/")
              || name.startsWith("dev/jlockdep/api/"))
          .filter(name -> name.endsWith(".class"))
          .collect(Collectors.toList());
      assertEquals(List.of(), twice, "a second copy of a type of the runtime");
    }
  }

  @Test
  void namesItsEntries() throws IOException {
    try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
      Manifest manifest = jar.getManifest();
      for (String key : List.of(
          "Premain-Class", "Agent-Class", "Main-Class", "Boot-Class-Path",
          "Can-Redefine-Classes", "Can-Retransform-Classes", "Implementation-Version")) {
        assertNotNull(manifest.getMainAttributes().getValue(key), key);
      }
    }
  }
}
