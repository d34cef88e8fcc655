package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent where something is wrong or odd: the program runs on, and what happened is said. */
class AttachingTest {
  private static final String ABBA = "programs.matrix.AbbaMonitors";

  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("jdks")
  void unknownOptionSwitchesOffAndNamesTheNearest(Jdk jdk) {
    ForkedJvm.Result result = program(jdk)
        .agent("outptu=" + folder.resolve("out"))
        .main("programs.ends.Ends", "return")
        .run()
        .expectExit(0);
    assertTrue(result.stderr().contains("outptu"), result::toString);
    assertTrue(result.stderr().contains("nearest is output"), result::toString);
    assertEquals("both orders done", result.stdout().strip());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void unwritableOutputFallsBackToTheFolderForTemporaryFiles(Jdk jdk) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    ForkedJvm.Result result = program(jdk)
        .agent("onFinding=report,output=" + file.resolve("below"))
        .property("java.io.tmpdir", temporary)
        .main(ABBA)
        .run()
        .expectExit(0);
    assertTrue(result.stderr().contains(file.toString()), result::toString);
    assertTrue(result.stderr().contains(FindingKind.CYCLE.headline()), result::toString);
    assertEquals(1, dumpsBelow(temporary).size(), result::toString);
  }

  private static List<Path> dumpsBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).collect(Collectors.toList());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void agentTwiceWatchesOnce(Jdk jdk) {
    Path output = folder.resolve("out");
    ForkedJvm.Result result = program(jdk)
        .agent("onFinding=report,output=" + output)
        .agent("onFinding=report,output=" + folder.resolve("second"))
        .main(ABBA)
        .run()
        .expectExit(0);
    assertTrue(result.stderr().contains("attached a second time"), result::toString);
    assertFalse(Files.exists(folder.resolve("second")), "the second agent writes nothing");
    Watched.of(ABBA, result, output).hasOnly(FindingKind.CYCLE, List.of("A", "B"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void typeThatCannotBeWovenIsCountedAndRunsAsItIs(Jdk jdk) throws IOException {
    Path classes = folder.resolve("classes");
    damage("programs/broken/Victim.class", classes);
    Path output = folder.resolve("out");
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .classPath(classes, Watched.testClasses())
        .main("programs.broken.UsesVictim")
        .run()
        .expectExit(0);
    assertEquals("entered 1", result.stdout().strip());
    Watched watched = Watched.of(ABBA, result, output);
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("A", "B"));
    boolean said = watched.dump().findings().stream().anyMatch(
        finding -> finding.kind() == FindingKind.INCOMPLETE
            && finding.raw().toString().contains("programs.broken.Victim"));
    if (!said) {
      throw watched.failure("expected INCOMPLETE for programs.broken.Victim");
    }
  }

  /**
   * Copies the class file with more annotations announced than there are, which nobody reads unless
   * the code has attributes of a kind that we do not know.
   */
  private static void damage(String name, Path into) throws IOException {
    byte[] code = Files.readAllBytes(Watched.testClasses().resolve(name));
    int at = indexOfAnnotations(code);
    code[at + 7] = 100;
    rename("LineNumberTable", "LineNumberTablX", code);
    Path target = into.resolve(name);
    Files.createDirectories(target.getParent());
    Files.write(target, code);
  }

  private static void rename(String from, String to, byte[] code) {
    int at = new String(code, StandardCharsets.ISO_8859_1).indexOf(from);
    assertTrue(at > 0, from);
    System.arraycopy(to.getBytes(StandardCharsets.ISO_8859_1), 0, code, at, to.length());
  }

  /** The attribute with one annotation that has no elements: name, length 6, count 1, type, 0. */
  private static int indexOfAnnotations(byte[] code) {
    byte[] tail = {0, 0, 0, 6, 0, 1};
    for (int at = code.length - 12; at > 0; at--) {
      boolean match = code[at + 8 + 2] == 0 && code[at + 8 + 3] == 0;
      for (int i = 0; match && i < tail.length; i++) {
        match = code[at + 2 + i] == tail[i];
      }
      if (match) {
        return at;
      }
    }
    throw new IllegalStateException("no annotation in the class file");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void agentJarAloneIsEnough(Jdk jdk) throws IOException {
    Path alone = Files.copy(AgentJar.path(), folder.resolve("renamed agent.jar"));
    Path output = folder.resolve("out");
    ForkedJvm.Result result = program(jdk)
        .jvm("-javaagent:" + alone + "=onFinding=report,output=" + output)
        .main(ABBA)
        .run()
        .expectExit(0);
    Watched.of(ABBA, result, output).hasOnly(FindingKind.CYCLE, List.of("A", "B"));
  }

  /** The jar beside the agent is of a build that links with this one, and says something else. */
  @ParameterizedTest
  @MethodSource("jdks")
  void runtimeOfAnotherBuildIsNamed(Jdk jdk) throws IOException {
    Path agent = Files.copy(AgentJar.path(), folder.resolve("jlockdep.jar"));
    Path runtime = Files.copy(AgentJar.runtime(), folder.resolve("jlockdep-runtime.jar"));
    change(runtime, "dev/jlockdep/api/FindingKind.class", "locking", "looking");
    ForkedJvm.Result result = watchedBy(agent, jdk);
    assertEquals("both orders done", result.stdout().strip());
    saysOtherBuild(result, "jlockdep-runtime.jar in " + folder);
    assertFalse(Files.exists(folder.resolve("out")), "nothing is watched");
  }

  /** On the boot class path by an option of the command line, and it lacks a method of today. */
  @ParameterizedTest
  @MethodSource("jdks")
  void otherRuntimeOnTheBootClassPathIsNamed(Jdk jdk) throws IOException {
    Path agent = Files.copy(AgentJar.path(), folder.resolve("jlockdep.jar"));
    Path runtime = Files.copy(AgentJar.runtime(), folder.resolve("elsewhere.jar"));
    change(runtime, "dev/jlockdep/LockdepControl.class", "eventLoops", "eventHoops");
    ForkedJvm.Result result = watchedBy(agent, jdk, "-Xbootclasspath/a:" + runtime);
    assertEquals("both orders done", result.stdout().strip());
    saysOtherBuild(result, "its runtime");
  }

  /** Copies of one build, in a folder with a blank, under the names of a Maven repository. */
  @ParameterizedTest
  @MethodSource("jdks")
  void runtimeOfTheSameBuildServes(Jdk jdk) throws IOException {
    String name = "jlockdep-agent-" + System.getProperty("integration.version");
    Path repository = Files.createDirectory(folder.resolve("a repository"));
    Path agent = Files.copy(AgentJar.path(), repository.resolve(name + "-agent.jar"));
    Path runtime = Files.copy(AgentJar.runtime(), repository.resolve(name + "-runtime.jar"));
    ForkedJvm.Result result = watchedBy(agent, jdk);
    assertTrue(result.stderr().contains(FindingKind.CYCLE.headline()), result::toString);
    change(runtime, "dev/jlockdep/api/FindingKind.class", "locking", "looking");
    saysOtherBuild(watchedBy(agent, jdk), name + "-runtime.jar in " + repository);
  }

  private ForkedJvm.Result watchedBy(Path agent, Jdk jdk, String... arguments) {
    return program(jdk)
        .jvm(arguments)
        .jvm("-javaagent:" + agent + "=onFinding=report,output=" + folder.resolve("out"))
        .main("programs.ends.Ends", "return")
        .run()
        .expectExit(0);
  }

  private static void saysOtherBuild(ForkedJvm.Result result, String which) {
    assertTrue(
        result.stderr().contains(which + " is of another build than the agent jar"),
        result::toString);
    assertTrue(result.stderr().contains("put both jars of one build into one folder"),
        result::toString);
  }

  private static void change(Path file, String type, String from, String to) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(file)) {
      byte[] code = Files.readAllBytes(jar.getPath(type));
      rename(from, to, code);
      Files.write(jar.getPath(type), code);
    }
  }

  /** The agent jar alone copies a part of itself, and since JDK 25 that loads types of channels. */
  @ParameterizedTest
  @MethodSource("jdks")
  void channelsAreWatchedThoughTheAgentLoadsThem(Jdk jdk) throws IOException {
    Path alone = Files.copy(AgentJar.path(), folder.resolve("alone.jar"));
    Path output = folder.resolve("out");
    String program = "programs.forms.Sockets";
    ForkedJvm.Result result = program(jdk)
        .jvm("-javaagent:" + alone + "=onFinding=report,output=" + output)
        .main(program)
        .run()
        .expectExit(0);
    Watched watched = Watched.of(program, result, output).isSilent();
    List<String> locks = watched.dump().records("class").stream()
        .map(lock -> (String) lock.get("name"))
        .filter(name -> name.contains("SocketChannelImpl."))
        .collect(Collectors.toList());
    for (String field : List.of("readLock", "writeLock")) {
      assertTrue(
          locks.contains("sun.nio.ch.SocketChannelImpl." + field + " @ " + program + ".main"),
          () -> field + " in " + locks);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void toolsOfTheJdkAreLeftAlone(Jdk jdk) throws Exception {
    Path output = folder.resolve("out");
    String option = AgentJar.argument("output=" + output);
    Path source = folder.resolve("Empty.java");
    Files.writeString(source, "final class Empty {}");
    assertEquals("", runTool(jdk, option, "javac", source.toString()));
    assertEquals("", runTool(jdk, option, "jar", "--create", "--file",
        folder.resolve("empty.jar").toString(), source.toString()));
    runTool(jdk, option, "keytool", "-help");
    runTool(jdk, option, "jps");
    runTool(jdk, option, "jcmd", "-l");
    assertEquals("Empty.class -> java.base", runTool(jdk, option, "jdeps", "-s", "Empty.class"));
    runTool(jdk, option, "jlink", "--list-plugins");
    assertFalse(Files.exists(output), "a tool of the JDK writes no dump");
  }

  /** Other JVMs of builds, and the one that jshell starts, by their main types: {@code ToolsTest}. */
  @ParameterizedTest
  @MethodSource("jdks")
  void mavenIsLeftAloneWhereTheEnvironmentHasTheOption(Jdk jdk) throws Exception {
    Path output = folder.resolve("out");
    Path maven = Path.of(System.getProperty("integration.maven.home"), "bin", "mvn");
    String option = AgentJar.argument("output=" + output);
    String said = run(jdk, "JAVA_TOOL_OPTIONS", option, maven.toString(), "-version");
    assertTrue(said.contains("Apache Maven"), said);
    assertFalse(Files.exists(output), "a build tool writes no dump");
    run(jdk, "MAVEN_OPTS", option, maven.toString(), "-version");
    assertTrue(Files.exists(output), "asked for on its own command line");
  }

  /** Runs a tool with the option in JAVA_TOOL_OPTIONS; its output without the launcher's notice. */
  private String runTool(Jdk jdk, String option, String... command) throws Exception {
    command[0] = jdk.tool(command[0]).toString();
    return run(jdk, "JAVA_TOOL_OPTIONS", option, command);
  }

  private String run(Jdk jdk, String variable, String option, String... command)
      throws Exception {
    Path log = folder.resolve("tool.log");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "MAVEN_OPTS", "MAVEN_ARGS")
        .forEach(builder.environment()::remove);
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    builder.environment().put(variable, option);
    int status = builder.start().waitFor();
    String text = Files.readString(log);
    assertEquals(0, status, text);
    return text.lines()
        .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
        .collect(Collectors.joining("\n"));
  }

  /** With all that may call the JVM's own interfaces, where the JVM denies what is on its way out. */
  @ParameterizedTest
  @MethodSource("jdks")
  void noWarningsOfTheJvm(Jdk jdk) {
    List<String> denied = jdk.feature() < 24 ? List.of() : List.of(
        "--sun-misc-unsafe-memory-access=deny", "--illegal-native-access=deny");
    for (String program : List.of("programs.matrix.OneOrder", ABBA)) {
      Path output = folder.resolve(program);
      ForkedJvm.Result result = program(jdk)
          .jvm(denied.toArray(new String[0]))
          .agent("onFinding=report,jfr=true,jmx=true,lockStats=true,output=" + output)
          .main(program)
          .run()
          .expectExit(0);
      assertEquals("", result.stdout(), "stdout");
      if (program.equals(ABBA)) {
        Watched.of(program, result, output).hasOnly(FindingKind.CYCLE, List.of("A", "B"));
        assertTrue(result.stderr().startsWith("=="), result::toString);
        assertFalse(result.stderr().contains("WARNING: A "), result::toString);
      } else {
        assertEquals("", result.stderr(), "stderr");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void nothingIsPrintedWhenNothingIsFound(Jdk jdk) {
    ForkedJvm.Result result = program(jdk)
        .agent("output=" + folder.resolve("out"))
        .main("programs.matrix.OneOrder")
        .run()
        .expectExit(0);
    assertEquals("", result.stdout(), "stdout");
    assertEquals("", result.stderr(), "stderr");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void switchedOffAgentDoesNothing(Jdk jdk) {
    Path output = folder.resolve("out");
    ForkedJvm.Result result =
        program(jdk).agent("enabled=false,output=" + output).main(ABBA).run().expectExit(0);
    assertEquals("", result.stderr(), "stderr");
    assertFalse(Files.exists(output));
  }

  private static ForkedJvm program(Jdk jdk) {
    return ForkedJvm.on(jdk).classPath(Watched.testClasses());
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
