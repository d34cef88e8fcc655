package programs.library;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Eclipse's compiler, which was itself compiled by it: class files that hold the same constant twice,
 * and types that are loaded for the first time under the monitor of an object with a field of them.
 */
public final class CleanCompiler {
  private CleanCompiler() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("compile");
    List<Path> files = List.of(folder.resolve("One.java"), folder.resolve("Two.java"));
    Files.writeString(
        files.get(0),
        "import java.util.*; class One { List<String> list = new ArrayList<>();"
            + " synchronized int sum() { return list.stream().mapToInt(String::length).sum(); } }");
    Files.writeString(
        files.get(1), "@Deprecated class Two extends One { @Override int sum() { return 1; } }");
    Class<?> compiler = Class.forName("org.eclipse.jdt.core.compiler.batch.BatchCompiler");
    Class<?> progress = Class.forName("org.eclipse.jdt.core.compiler.CompilationProgress");
    Method compile =
        compiler.getMethod("compile", String.class, PrintWriter.class, PrintWriter.class, progress);
    PrintWriter out = new PrintWriter(System.out, true);
    Object done = compile.invoke(null, "-17 -nowarn -d none " + folder, out, out, null);
    if (!Boolean.TRUE.equals(done)) {
      throw new IllegalStateException("the compiler failed");
    }
    Files.delete(files.get(0));
    Files.delete(files.get(1));
    Files.delete(folder);
  }
}
