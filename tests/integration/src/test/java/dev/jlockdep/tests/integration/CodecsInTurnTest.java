package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * LUCENE-6482: Codec and its subclass Lucene50Codec need each other while they are initialised, in
 * 5.2.0 and no more in 5.2.1. The program is compiled here against each release, since these tests
 * are compiled against a later one.
 */
class CodecsInTurnTest {
  @TempDir
  Path output;

  @TempDir
  Path classes;

  @ParameterizedTest
  @MethodSource("jdks")
  void circleOf520(Jdk jdk) throws Exception {
    watch(jdk, "5.2.0").hasOnly(null, List.of("Codec", "Lucene50Codec"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void noneIn521(Jdk jdk) throws Exception {
    watch(jdk, "5.2.1").isSilent();
  }

  private Watched watch(Jdk jdk, String release) throws Exception {
    Path jar = Watched.module().resolve("target/libraries/lucene-core-" + release + ".jar");
    Path source = Path.of(CodecsInTurnTest.class.getResource("/lucene/CodecsInTurn.java").toURI());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(0, compiler.run(null, null, null, "--release", "17", "-cp", jar.toString(), "-d",
        classes.toString(), source.toString()));
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .classPath(classes, jar)
        .main("CodecsInTurn")
        .run()
        .expectExit(0);
    return Watched.of("CodecsInTurn", result, output);
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
