package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.DumpReader;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that look at themselves closely print under the agent what they print without it. */
class TransparencyTest {
  @TempDir
  Path output;

  @ParameterizedTest
  @MethodSource("jdks")
  void packagesOfTheJdkStayClosed(Jdk jdk) {
    Watched watched = sameAsBare(jdk, "ClosedPackages");
    assertFalse(watched.dump().findings().isEmpty(), () -> watched.result().toString());
  }

  /** Types, texts and frames of exceptions, the texts that the JVM makes of the bytecode included. */
  @ParameterizedTest
  @MethodSource("jdks")
  void exceptionsSayTheSame(Jdk jdk) {
    Watched watched = sameAsBare(jdk, "Messages");
    String printed = watched.result().stdout();
    assertTrue(printed.contains("because \"this.monitor\" is null"), printed);
  }

  /** The JVM says so when it gives a method up for good. */
  @ParameterizedTest
  @MethodSource("jdks")
  void staticSynchronizedMethodsAreCompiled(Jdk jdk) throws IOException {
    Path log = output.resolve("compilations.log");
    ForkedJvm.Result result = program(jdk, "programs.transparent.StaticMethods")
        .jvm("-Xbatch", "-XX:+PrintCompilation", "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+LogVMOutput", "-XX:-DisplayVMOutput", "-XX:LogFile=" + log)
        .agent("onFinding=report,output=" + output)
        .run()
        .expectExit(0);
    assertEquals("held false, used 46667", result.stdout().strip(), result::toString);
    List<String> compiled = Files.readAllLines(log).stream()
        .filter(line -> line.contains("transparent.StaticMethods::"))
        .collect(Collectors.toList());
    for (String method : List.of("plain", "loops", "catches", "switches", "makes")) {
      assertTrue(compiled.stream().anyMatch(line -> line.contains("::" + method + " ")),
          () -> method + " is not compiled: " + compiled);
    }
    assertEquals(List.of(), compiled.stream()
        .filter(line -> line.contains("SKIPPED")).collect(Collectors.toList()));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void interruptsStay(Jdk jdk) {
    sameAsBare(jdk, "Interrupted").hasOnly(FindingKind.CYCLE, List.of("LOCK", "MONITOR"));
  }

  /** What a virtual thread leaves behind is not taken for the next one's. */
  @ParameterizedTest
  @MethodSource("jdks25")
  void virtualThreadsInheritNothing(Jdk jdk) {
    DumpReader dump = sameAsBare(jdk, "OneAfterAnother").dump();
    Map<Object, Object> names = new HashMap<>();
    dump.records("class").forEach(r -> names.put(r.get("id"), r.get("name")));
    String type = "programs.transparent.OneAfterAnother.";
    assertEquals(
        Set.of(type + "OUTER -> " + type + "INNER"),
        dump.records("dependency").stream()
            .map(r -> names.get(r.get("from")) + " -> " + names.get(r.get("to")))
            .filter(dependency -> dependency.contains(type))
            .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void serialVersionsStay(Jdk jdk) {
    sameAsBare(jdk, "Identifiers").isSilent();
  }

  /** Nothing that a program gets is replaced by something of ours, and its types get no members. */
  @ParameterizedTest
  @MethodSource("jdks")
  void typesAreTheirOwn(Jdk jdk) {
    sameAsBare(jdk, "Types").isSilent();
  }

  /** One that has no room for what is added is left as it is, and that is said. */
  @ParameterizedTest
  @MethodSource("jdks")
  void largeMethodsRun(Jdk jdk) {
    Watched watched = sameAsBare(jdk, "LargeMethods");
    watched.hasOnly(FindingKind.CYCLE, List.of("OUTER", "INNER"));
    List<String> unwoven = watched.dump().findings().stream()
        .filter(finding -> finding.kind() == FindingKind.INCOMPLETE)
        .map(finding -> finding.message())
        .collect(Collectors.toList());
    assertEquals(1, unwoven.size(), unwoven::toString);
    assertTrue(unwoven.get(0).contains("programs.transparent.Largest.large"), unwoven::toString);
  }

  /** Old ones with subroutines, a hidden one, refused ones. */
  @ParameterizedTest
  @MethodSource("jdks")
  void typesOfEveryKindRun(Jdk jdk) {
    Watched watched = sameAsBare(jdk, "OldTypes");
    watched.hasOnly(FindingKind.CYCLE, List.of("OUTER", "INNER"));
    boolean counted = watched.dump().findings().stream().anyMatch(
        finding -> finding.kind() == FindingKind.INCOMPLETE
            && finding.raw().toString().contains("programs.transparent.Broken"));
    if (!counted) {
      throw watched.failure("expected INCOMPLETE for the type that was cut off");
    }
  }

  /** Its types run unwatched, and the run says so. */
  @ParameterizedTest
  @MethodSource("jdks")
  void loaderThatDoesNotFindUs(Jdk jdk) {
    Watched watched = sameAsBare(jdk, "ClosedLoaders nothing.more");
    boolean told = watched.dump().findings().stream().anyMatch(
        finding -> finding.kind() == FindingKind.INCOMPLETE
            && finding.raw().toString().contains("programs.transparent.ClosedLoaders$Inside")
            && finding.raw().toString().contains("org.osgi.framework.bootdelegation"));
    if (!told) {
      throw watched.failure("expected INCOMPLETE for the type whose loader does not find us");
    }
    assertEquals(List.of(), watched.atLeast(Level.LIKELY));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void loaderThatFindsUs(Jdk jdk) {
    sameAsBare(jdk, "ClosedLoaders dev.jlockdep.")
        .hasOnly(FindingKind.CYCLE, List.of("Inside.lock", "Inside"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void thousandLoadersAreDropped(Jdk jdk) {
    Watched watched = sameAsBare(jdk, "ThousandLoaders", "-Xmx96m").isQuiet();
    assertEquals("left 0", watched.result().stdout().strip());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void tenThousandThreadsLeaveNothing(Jdk jdk) {
    assertEquals(
        "10000 threads, memory flat", sameAsBare(jdk, "ManyThreads platform").isQuiet()
            .result().stdout().strip());
  }

  @Test
  void hundredThousandVirtualThreadsLeaveNothing() {
    assertEquals(
        "100000 threads, memory flat", sameAsBare(Jdks.find(25), "ManyThreads virtual").isQuiet()
            .result().stdout().strip());
  }

  /**
   * @param words name of the program and its arguments
   */
  private Watched sameAsBare(Jdk jdk, String words, String... jvmArguments) {
    String[] arguments = words.split(" ");
    String program = "programs.transparent." + arguments[0];
    arguments = Arrays.copyOfRange(arguments, 1, arguments.length);
    ForkedJvm.Result bare = program(jdk, program, arguments).jvm(jvmArguments).run().expectExit(0);
    ForkedJvm.Result result = program(jdk, program, arguments)
        .jvm(jvmArguments)
        .agent("onFinding=report,output=" + output)
        .run()
        .expectExit(0);
    assertEquals(bare.stdout(), result.stdout(), result::toString);
    return Watched.of(program, result, output).isWatched();
  }

  private static ForkedJvm program(Jdk jdk, String program, String... arguments) {
    return ForkedJvm.on(jdk)
        .classPath(
            Watched.testClasses(),
            Watched.library("asm-" + System.getProperty("integration.asm")))
        .main(program, arguments);
  }

  static List<Jdk> jdks25() {
    return Jdks.all().stream().filter(jdk -> jdk.feature() >= 21).collect(Collectors.toList());
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
