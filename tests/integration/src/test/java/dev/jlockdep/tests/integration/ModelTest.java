package dev.jlockdep.tests.integration;

import static dev.jlockdep.tests.support.AgentJar.projectRoot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Locks, counters and events that are written by hand: found through annotations, through models
 * that the user names or that lie in the class path, and through those that are on by default.
 */
class ModelTest {
  /** One case of {@code programs.models.Annotated}: what is found of it, or nothing. */
  private static final class Case {
    final String name;
    final FindingKind kind;
    final Level level;
    final List<String> mentioned;

    Case(String name, FindingKind kind, Level level, String... mentioned) {
      this.name = name;
      this.kind = kind;
      this.level = level;
      this.mentioned = List.of(mentioned);
    }
  }

  private static Case finds(String name, FindingKind kind, Level level, String... mentioned) {
    return new Case(name, kind, level, mentioned);
  }

  private static Case silent(String name) {
    return new Case(name, null, null);
  }

  private static final List<Case> CASES = List.of(
      finds("BothOrders", FindingKind.CYCLE, Level.LIKELY, "Annotated$BothOrders.lock",
          "Annotated$BothOrders.class", "BothOrders.lockThenMonitor",
          "BothOrders.monitorThenLock"),
      silent("OneOrder"),
      finds("ReadersBoth", FindingKind.RECURSION, Level.POSSIBLE, "Annotated$ReadersBoth.lock"),
      silent("Tried"),
      silent("Refused"),
      silent("Broken"),
      silent("OwnMonitor"),
      finds("Twice", FindingKind.RECURSION, Level.PROVEN, "Annotated$Twice.lock", "Twice.nested"),
      silent("TwiceReentrant"),
      finds("Drained", FindingKind.CYCLE, Level.LIKELY, "Annotated$Drained.counter",
          "Annotated$Drained.class", "Drained.read1", "Drained.close"),
      silent("DrainedOutside"),
      finds("DrainsOwn", FindingKind.RECURSION, Level.PROVEN, "Annotated$DrainsOwn.counter"),
      silent("DrainsHandedOver"),
      finds("Awaited", FindingKind.CYCLE, Level.LIKELY, "Annotated$Awaited.event",
          "Annotated$Awaited.class"),
      silent("AwaitedOther"),
      finds("Guarded", FindingKind.UNGUARDED, Level.PROVEN, "Guarded.add", "Guarded.guard"),
      finds("Guarded", FindingKind.UNGUARDED, Level.PROVEN, "Guarded.change", "Guarded.lock"),
      finds("Faults", FindingKind.CYCLE, Level.LIKELY, "Annotated$Faults.lock",
          "Annotated$Faults.region"),
      finds("FaultsNever", FindingKind.CONTEXT, Level.PROVEN, "Annotated$FaultsNever.region"),
      finds("Maybe", FindingKind.CYCLE, Level.LIKELY, "Annotated$Maybe.lock",
          "Annotated$Maybe.log"),
      finds("Handler", FindingKind.CONTEXT, Level.PROVEN, "Handler.handle", "in the handler"),
      silent("HandlerAsks"),
      finds("Suppressed", FindingKind.CYCLE, Level.NOTE, "the two never run together"),
      finds("Named", FindingKind.CYCLE, Level.LIKELY, "Annotated$Named first",
          "Annotated$Named second"));

  @TempDir
  static Path output;

  @TestFactory
  Stream<DynamicTest> annotations() {
    return Jdks.all().stream().flatMap(ModelTest::annotated);
  }

  private static Stream<DynamicTest> annotated(Jdk jdk) {
    Watched watched =
        Watched.run(jdk, output.resolve("annotated" + jdk.feature()), "programs.models.Annotated");
    watched.isWatched();
    List<DynamicTest> tests = new ArrayList<>();
    for (Case c : CASES) {
      tests.add(dynamicTest(c.name + " on " + jdk, () -> check(c, watched)));
    }
    tests.add(dynamicTest("nothing else on " + jdk, () -> checkNothingElse(watched)));
    return tests.stream();
  }

  private static void check(Case c, Watched watched) {
    List<FindingRecord> of = watched.dump().findings().stream()
        .filter(f -> f.raw().toString().matches("(?s).*Annotated\\$" + c.name + "\\b.*"))
        .collect(Collectors.toList());
    if (c.kind == null) {
      if (!of.isEmpty()) {
        throw watched.failure("expected nothing of " + c.name);
      }
      return;
    }
    for (FindingRecord f : of) {
      if (f.kind() == c.kind && f.level() == c.level
          && c.mentioned.stream().allMatch(f.raw().toString()::contains)) {
        return;
      }
    }
    throw watched.failure("expected " + c.kind + " " + c.level + " that mentions " + c.mentioned);
  }

  private static void checkNothingElse(Watched watched) {
    long expected = CASES.stream().filter(c -> c.kind != null).count();
    if (watched.dump().findings().size() != expected) {
      throw watched.failure("expected " + expected + " findings");
    }
  }

  // ---- models ----------------------------------------------------------------------------------

  private static final String INDEX = "type programs.models.IndexKernel$Index\n"
      + "  lock readWrite = this reentrant # monitor is found by itself\n"
      + "  acquireWrite() acquires readWrite write\n"
      + "  releaseWrite() releases readWrite\n"
      + "  acquireRead acquires readWrite read\n"
      + "  releaseRead releases readWrite\n";

  private static final String USERS = "type programs.models.CloseKernel$Users\n"
      + "  counter users = this\n"
      + "  add begins users if zero\n"
      + "  remove ends users\n"
      + "  signalAndWait waits users\n";

  static List<Jdk> jdks() {
    return Jdks.all();
  }

  @TempDir
  Path folder;

  @ParameterizedTest
  @MethodSource("jdks")
  void lockOfIndex(Jdk jdk) throws IOException {
    String program = "programs.models.IndexKernel";
    run(jdk, program, "").isSilent();
    FindingRecord f =
        run(jdk, program, option(INDEX))
            .hasOnly(
                FindingKind.CYCLE,
                List.of("IndexKernel$Index.readWrite", "programs.models.IndexKernel.main#0"));
    assertEquals(Level.LIKELY, f.level());
    assertTrue(
        f.positions().toString().contains("IndexKernel.addIndexes")
            && f.positions().toString().contains("IndexKernel.addDocument"),
        f.toString());
    run(jdk, program, option(INDEX), "fixed").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void usersOfChannel(Jdk jdk) throws IOException {
    String program = "programs.models.CloseKernel";
    FindingRecord f =
        run(jdk, program, option(USERS))
            .hasOnly(
                FindingKind.CYCLE, List.of("CloseKernel$Users.users", "CloseKernel$Channel.lock"));
    assertTrue(
        f.positions().toString().contains("Channel.use")
            && f.positions().toString().contains("Channel.close"),
        f.toString());
    run(jdk, program, option(USERS), "fixed").isSilent();
  }

  private static final String LINE = "type programs.models.QueueKernel$Line\n"
      + "  lock line = this\n"
      + "  enter acquires line\n"
      + "  leave releases line\n"
      + "type programs.models.QueueKernel$Things\n"
      + "  counter out = this\n"
      + "  take begins out\n"
      + "  give ends out\n"
      + "  await waits out\n";

  /** POOL-146. */
  @ParameterizedTest
  @MethodSource("jdks")
  void headOfQueue(Jdk jdk) throws IOException {
    String program = "programs.models.QueueKernel";
    FindingRecord f =
        run(jdk, program, option(LINE))
            .hasOnly(
                FindingKind.CYCLE, List.of("QueueKernel$Line.line", "QueueKernel$Connections.out"));
    assertEquals(Level.LIKELY, f.level());
    assertTrue(f.positions().toString().contains("Pool.borrow"), f.toString());
    run(jdk, program, option(LINE), "fixed").isSilent();
  }

  private static final String PERMITS = "type programs.models.PermitKernel$Pool\n"
      + "  counter permits = this\n"
      + "  permit begins permits\n"
      + "  serve hands permits to arg1\n"
      + "  taken ends permits\n";

  /** POOL-162. */
  @ParameterizedTest
  @MethodSource("jdks")
  void servedWhenGone(Jdk jdk) throws IOException {
    String program = "programs.models.PermitKernel";
    FindingRecord f =
        run(jdk, program, option(PERMITS))
            .hasOnly(FindingKind.BAD_RELEASE, List.of("PermitKernel$Pool.permits"));
    assertTrue(f.message().contains("which has ended"), f.toString());
    assertTrue(f.positions().toString().contains("Pool.allocate"), f.toString());
    FindingRecord left =
        run(jdk, program, option(PERMITS), "lives")
            .hasOnly(FindingKind.LEAK, List.of("PermitKernel$Pool.permits"));
    assertEquals(List.of("other"), left.threads(), left.toString());
    run(jdk, program, option(PERMITS), "fixed").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void swingDocument(Jdk jdk) throws IOException {
    String program = "programs.models.DocumentListeners";
    FindingRecord f =
        run(jdk, program, "")
            .hasOnly(
                FindingKind.CYCLE,
                List.of("javax.swing.text.PlainDocument.document", "DocumentListeners$Model"));
    assertEquals(Level.LIKELY, f.level());
    assertTrue(
        f.positions().toString().contains("Model.show")
            && f.positions().toString().contains("AbstractDocument.insertString"),
        f.toString());
    run(jdk, program, "", "fixed").isQuiet();
  }

  /** The model in the documentation, on the real library. */
  @ParameterizedTest
  @MethodSource("jdks")
  void lucene(Jdk jdk) throws IOException {
    Path jar = Watched.module().resolve("target/libraries/lucene-core-2.4.0.jar");
    Path classes = Files.createDirectories(folder.resolve("lucene"));
    Path source = Watched.module().resolve("src/test/resources/programs/old/IndexesAdded.java");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-nowarn", "--release", "17", "-d", classes.toString(), "-cp",
                Watched.testClasses() + File.pathSeparator + jar, source.toString());
    assertEquals(0, status, "the program does not compile");
    Path[] path = {classes, Watched.testClasses(), jar};
    String model = ",models=" + projectRoot().resolve("agent/docs/models/lucene-2.4.model");
    String program = "programs.old.IndexesAdded";
    run(jdk, program, "", path).isQuiet();
    FindingRecord f =
        run(jdk, program, model, path)
            .hasOnly(
                FindingKind.CYCLE,
                List.of(
                    "org.apache.lucene.index.IndexWriter.readWrite", "IndexesAdded$Service"));
    assertEquals(Level.LIKELY, f.level());
    run(jdk, program, model, path, "fixed").isQuiet();
  }

  /** In a folder and in a jar of the class path, without an option. */
  @ParameterizedTest
  @MethodSource("jdks")
  void inClassPath(Jdk jdk) throws IOException {
    Path models = Files.createDirectories(folder.resolve("classes/META-INF/jlockdep"));
    Files.writeString(models.resolve("index.model"), INDEX);
    Path jar = folder.resolve("users.jar");
    try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("META-INF/", "META-INF/jlockdep/")) {
        zip.putNextEntry(new java.util.zip.ZipEntry(name));
      }
      zip.putNextEntry(new java.util.zip.ZipEntry("META-INF/jlockdep/users.model"));
      zip.write(USERS.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Path[] path = {Watched.testClasses(), folder.resolve("classes"), jar};
    run(jdk, "programs.models.IndexKernel", "", path)
        .has(
            FindingKind.CYCLE, Level.LIKELY,
            List.of("IndexKernel$Index.readWrite", "programs.models.IndexKernel.main#0"));
    run(jdk, "programs.models.CloseKernel", "", path)
        .has(
            FindingKind.CYCLE, Level.LIKELY,
            List.of("CloseKernel$Users.users", "CloseKernel$Channel.lock"));
  }

  /** Each mistake is named with its place and the nearest word, and the run is INCOMPLETE. */
  @ParameterizedTest
  @MethodSource("jdks")
  void mistakes(Jdk jdk) throws IOException {
    String text = "type programs.models.IndexKernel$Index\n"
        + "  lock readWrite = this\n"
        + "  acquireWrite aquires readWrite\n"
        + "  acquireReed acquires readWrite read\n"
        + "  acquireRead acquires readWrite if true\n"
        + "type not.on.the.ClassPath\n"
        + "  lock l = this\n"
        + "  go acquires l\n";
    Watched watched = run(jdk, "programs.models.IndexKernel", option(text));
    String all =
        watched.dump().findings().stream()
            .map(FindingRecord::message)
            .collect(Collectors.joining("\n"));
    assertTrue(all.contains(".model:3:16: unknown word \"aquires\"; nearest is acquires"), all);
    assertTrue(
        all.contains("IndexKernel$Index has no method acquireReed; nearest is acquireRead()"), all);
    assertTrue(all.contains("acquireRead()V returns no boolean"), all);
    assertEquals(3, watched.atLeast(Level.LIKELY).size(), all);
    assertTrue(
        watched.atLeast(Level.LIKELY).stream()
            .allMatch(f -> f.kind() == FindingKind.INCOMPLETE), all);
  }

  /** What became of each line is in the dump, and {@code doctor} says it. */
  @ParameterizedTest
  @MethodSource("jdks")
  void doctorCountsEachLine(Jdk jdk) throws IOException {
    String options = option("type programs.models.IndexKernel$Index\n"
        + "  lock readWrite = this\n"
        + "  acquireWrite acquires readWrite\n"
        + "  release* releases readWrite\n"
        + "  acquireReed acquires readWrite read\n"
        + "type not.on.the.ClassPath\n"
        + "  lock l = this\n"
        + "  go acquires l\n");
    run(jdk, "programs.models.IndexKernel", options);
    String out = ForkedJvm.on(jdk)
        .jar(AgentJar.path(), "doctor", folder.resolve("out1").toString())
        .run()
        .expectExit(0)
        .stdout();
    String file = options.substring(options.indexOf('=') + 1);
    assertTrue(out.contains("modelLines: 2 of 4 matched"), out);
    assertTrue(out.contains(file + ":3: 1 method\n"), out);
    assertTrue(out.contains(file + ":4: 2 methods\n"), out);
    assertTrue(out.contains(
        file + ":5: NOT MATCHED: programs.models.IndexKernel$Index has no such method"), out);
    assertTrue(out.contains(file + ":8: NOT MATCHED: not.on.the.ClassPath was not loaded"), out);
  }

  private int files;

  private String option(String text) throws IOException {
    Path file = folder.resolve("kernel" + files++ + ".model");
    Files.writeString(file, text);
    return ",models=" + file;
  }

  private Watched run(Jdk jdk, String program, String options, String... arguments) {
    return run(jdk, program, options, new Path[] {Watched.testClasses()}, arguments);
  }

  private Watched run(
      Jdk jdk, String program, String options, Path[] classPath, String... arguments) {
    Path out = folder.resolve("out" + files++);
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + out + options)
        .jvm("-Djava.awt.headless=true")
        .classPath(classPath)
        .main(program, arguments)
        .run()
        .expectExit(0);
    return Watched.of(program, result, out);
  }
}
