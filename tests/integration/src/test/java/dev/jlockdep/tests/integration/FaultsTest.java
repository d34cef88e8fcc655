package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * jlockdep broken on purpose, by an agent that stands before it: the program works as ever, what was
 * found before is there, and the run says that it was not validated in full.
 */
class FaultsTest {
  private static final String PROGRAM = "programs.faults.Working";

  /** What a hook calls first, and what lies below; see programs.faults.FaultAgent. */
  private static final List<String> PLACES = List.of(
      "ThreadState.make,ThreadState.push,ThreadState.newToken",
      "Validator.resolve,Validator.resolveFully,Validator.heal",
      "Validator.request,Validator.dependencies,Validator.witness,Validator.relations",
      "Instances.of,Instances.made,Instances.noted,Instances.classOfSite,Creations.add",
      "ClassTable.of,Bins.of,WeakTable.add,Sites.makesMany",
      "Threads.starting,Tasks.begin,SelfCheck.leaks,ThreadState.dispose,Threads.add",
      "Stacks.trim,Relation.of,Chains.sighted,Recent.seen,DependencyGraph.of");

  /** Where types are woven, and where findings are written. */
  private static final String WEAVER =
      "Weaver.weave,Weaver.once,Prescan.of,PartialType.of,CodeReader.method,TypeWriter.write";
  private static final String WRITER =
      "DumpWriter.finding,DumpWriter.flush,DumpWriter.beside,FindingReporter.found,Splat.of,Records.of";

  @TempDir
  Path folder;

  @ParameterizedTest(name = "{1} in {0} on {2}")
  @MethodSource("faults")
  void programGoesOn(String places, String fault, Jdk jdk) throws IOException {
    Watched watched = run(places, fault, jdk, " through faults");
    Level least = fault.equals("StackOverflowError") ? Level.POSSIBLE : Level.LIKELY;
    saysIncomplete(watched, least, "");
  }

  /** A type that could not be woven is named; it runs unwatched. */
  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("kinds")
  void weaverIsBroken(String fault, Jdk jdk) throws IOException {
    Watched watched = run(WEAVER, fault, jdk, " through faults");
    saysIncomplete(watched, Level.POSSIBLE, "programs.faults.Late");
  }

  /** What was found meanwhile is in the dump all the same. */
  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("kinds")
  void writerIsBroken(String fault, Jdk jdk) throws IOException {
    Watched watched = run(WRITER, fault, jdk, " through faults");
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("C", "D"));
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void clockIsSetBackAndForth(Jdk jdk) throws IOException {
    Watched watched = run("clock", "", jdk, "");
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("C", "D"));
  }

  /**
   * Every method that woven code or a user calls, found in the jar, so that a new one is not forgotten;
   * in each of them memory runs out at each place where it is asked for, and so does the stack, and an
   * error of ours happens there. The deadline of the program is for a machine that has much else to do.
   */
  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void noHookLetsAnErrorGo(Jdk jdk) throws IOException {
    Path output = folder.resolve("out");
    Path agent = agentJar();
    String program = "programs.faults.EveryHook";
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .jvm("-XX:TieredStopAtLevel=1", "-javaagent:" + agent + "=" + agent + ",allocations")
        .agent("onFinding=report,output=" + output)
        .classPath(Watched.testClasses(), asm())
        .main(program, AgentJar.runtime().toString())
        .timeout(Duration.ofMinutes(5))
        .run()
        .expectExit(0);
    assertEquals("done", result.stdout().strip(), () -> result.stdout());
    Watched watched = Watched.of(program, result, output).isWatched();
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("C", "D"));
    saysIncomplete(watched, Level.LIKELY, "errors inside jlockdep");
  }

  private Watched run(String places, String fault, Jdk jdk, String outcome) throws IOException {
    Path output = folder.resolve("out");
    Path agent = agentJar();
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .jvm("-javaagent:" + agent + "=" + agent + "," + places)
        .agent("onFinding=report,output=" + output)
        .classPath(Watched.testClasses(), asm())
        .main(PROGRAM, fault, "3")
        .run()
        .expectExit(0);
    assertEquals("worked 62" + outcome, result.stdout().strip(), result::toString);
    assertFalse(result.stderr().contains("Exception in thread"), result::toString);
    Watched watched = Watched.of(PROGRAM, result, output).isWatched();
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("A", "B"));
    return watched;
  }

  private static void saysIncomplete(Watched watched, Level least, String word) {
    boolean said = watched.atLeast(least).stream()
        .anyMatch(finding -> finding.kind() == FindingKind.INCOMPLETE
            && finding.raw().toString().contains(word));
    if (!said) {
      throw watched.failure("expected INCOMPLETE at " + least + " about " + word);
    }
  }

  /** The agent that breaks things is written with it, beside the product's own shaded copy. */
  private static Path asm() {
    return Watched.library("asm-" + System.getProperty("integration.asm"));
  }

  /** Both the agent and, for the bootstrap loader, what it calls. */
  private Path agentJar() throws IOException {
    Path jar = folder.resolve("faults.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", "programs.faults.FaultAgent");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      String fault = "programs/faults/Fault.class";
      entries.putNextEntry(new JarEntry(fault));
      entries.write(Files.readAllBytes(Watched.testClasses().resolve(fault)));
      entries.closeEntry();
    }
    return jar;
  }

  static Stream<Arguments> faults() {
    String all = String.join(",", PLACES);
    return Jdks.all().stream().flatMap(jdk ->
        Stream.concat(
            PLACES.stream().map(places -> Arguments.of(places, "OutOfMemoryError", jdk)),
            Stream.of("IllegalStateException", "StackOverflowError")
                .map(fault -> Arguments.of(all, fault, jdk))));
  }

  static Stream<Arguments> kinds() {
    return jdks().stream().flatMap(jdk ->
        Stream.of("IllegalStateException", "OutOfMemoryError", "StackOverflowError")
            .map(fault -> Arguments.of(fault, jdk)));
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
