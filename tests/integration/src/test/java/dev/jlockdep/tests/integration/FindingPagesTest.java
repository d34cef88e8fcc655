package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about findings: their programs give what the pages say, and each kind has a page. */
class FindingPagesTest {
  private static final String PAGES = "programs.pages.";

  @TempDir
  Path output;

  @ParameterizedTest(name = "{0} gives {1} on {4}")
  @MethodSource("programs")
  void programGives(String program, FindingKind kind, Level level, List<String> classes, Jdk jdk) {
    Watched watched = Watched.run(jdk, output, PAGES + program);
    FindingRecord finding = watched.has(kind, level, classes);
    if (finding.level() != level) {
      throw watched.failure("expected level " + level);
    }
  }

  static Stream<Arguments> programs() {
    List<Arguments> rows = List.of(
        Arguments.of("Transfers", FindingKind.CYCLE, Level.LIKELY, List.of("audit", "ledger")),
        Arguments.of("Codecs", FindingKind.CYCLE, Level.LIKELY, List.of("Codec", "PlainCodec")),
        Arguments.of("Accounts", FindingKind.RECURSION, Level.LIKELY, List.of("Accounts")),
        Arguments.of("Unlocks", FindingKind.BAD_RELEASE, Level.LIKELY, List.of("lock")),
        Arguments.of("Forgets", FindingKind.LEAK, Level.LIKELY, List.of("lock")),
        Arguments.of("Copies", FindingKind.CONTEXT, Level.PROVEN, List.of("mmap_lock")),
        Arguments.of("Writes", FindingKind.LIVELOCK, Level.LIKELY, List.of()),
        Arguments.of("Reply", FindingKind.LOST_SIGNAL, Level.LIKELY, List.of("Reply")),
        Arguments.of("Extents", FindingKind.UNGUARDED, Level.PROVEN, List.of("mapping")),
        Arguments.of("TaskWork", FindingKind.RECURSION, Level.PROVEN, List.of("inode_dio")),
        Arguments.of("Rows", FindingKind.UNGUARDED, Level.LIKELY, List.of("row")),
        Arguments.of("Impatient", FindingKind.STALL, Level.NOTE, List.of("audit", "ledger")));
    return rows.stream().flatMap(row -> Jdks.all().stream().map(jdk -> with(row, jdk)));
  }

  private static Arguments with(Arguments row, Jdk jdk) {
    return Arguments.of(Stream.concat(Stream.of(row.get()), Stream.of(jdk)).toArray());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void declaredOrderIsSilent(Jdk jdk) {
    Watched.run(jdk, output, PAGES + "OrderedAccounts").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void loopThatFallsBackIsSilent(Jdk jdk) {
    Watched.run(jdk, output, PAGES + "WritesBuffered").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void repairedIsSilent(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, PAGES + "Repaired").isSilent();
    watched.has(FindingKind.CYCLE, Level.NOTE, List.of("audit", "ledger"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void answerThatIsKeptIsSilent(Jdk jdk) {
    Watched.run(jdk, output, PAGES + "ReplyKept").isSilent();
  }

  @ParameterizedTest(name = "dev.jlockdep.max.{0} on {2}")
  @MethodSource("bounds")
  void fullTableIsSaid(String bound, int value, Jdk jdk) {
    Watched watched = Watched.run(
        jdk, output, PAGES + "Transfers", "-Ddev.jlockdep.max." + bound + "=" + value);
    FindingRecord finding = watched.hasOnly(FindingKind.INCOMPLETE, List.of());
    assertTrue(finding.message().contains("dev.jlockdep.max." + bound), finding::toString);
  }

  static Stream<Arguments> bounds() {
    return Jdks.all().stream().flatMap(jdk -> Stream.of(
        Arguments.of("classes", 1, jdk),
        Arguments.of("dependencies", 1, jdk),
        Arguments.of("depth", 1, jdk)));
  }

  @ParameterizedTest
  @EnumSource
  void kindIsExplained(FindingKind kind) {
    String page = ForkedJvm.on(Jdks.find(17))
        .jar(AgentJar.path(), "explain", kind.name().toLowerCase())
        .run()
        .expectExit(0)
        .stdout();
    assertTrue(page.startsWith("# " + kind.name() + "\n"), page);
    assertTrue(page.contains(kind.headline()), page);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void unknownKindIsWrongUsage(Jdk jdk) {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk).jar(AgentJar.path(), "explain", "CYCEL").run().expectExit(2);
    assertTrue(result.stderr().contains("nearest is CYCLE"), result::toString);
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
