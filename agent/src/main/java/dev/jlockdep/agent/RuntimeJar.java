package dev.jlockdep.agent;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSource;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The runtime's jar beside the agent jar, which the JVM has put on its boot class path, and the copy
 * inside the agent jar. Both come from one build: the same bytes, or what is beside the agent may link
 * and yet mean something else.
 */
final class RuntimeJar {
  /** The copy, as an entry of the agent jar. */
  static final String NESTED = "META-INF/jlockdep/jlockdep-runtime.jar";

  private RuntimeJar() {}

  /** What is beside the agent jar is not what was built with it. */
  static final class OfAnotherBuild extends IOException {
    private static final long serialVersionUID = 1;

    OfAnotherBuild(String message) {
      super(message);
    }
  }

  /** Compares lengths and check sums, which the agent jar lists for its copy. */
  static void requireSameBuild() throws IOException {
    File agent = agent();
    File beside = agent == null || !agent.isFile() ? null : beside(agent.getParentFile());
    if (beside == null) {
      return;
    }
    try (ZipFile jar = new ZipFile(agent)) {
      ZipEntry copy = jar.getEntry(NESTED);
      if (copy != null
          && (copy.getSize() != beside.length() || copy.getCrc() != checkSum(beside))) {
        throw new OfAnotherBuild(otherBuild(beside.getName() + " in " + beside.getParent()));
      }
    }
  }

  /** In words, with the remedy. */
  static String otherBuild(String runtime) {
    return runtime + " is of another build than the agent jar: put both jars of one build into one"
        + " folder, or take the runtime jar away, since the agent jar has its own";
  }

  /** The agent jar, or null where its class loader does not say. */
  static File agent() throws IOException {
    CodeSource source = RuntimeJar.class.getProtectionDomain().getCodeSource();
    return source == null ? null : file(source);
  }

  private static File file(CodeSource source) throws IOException {
    try {
      return new File(source.getLocation().toURI());
    } catch (java.net.URISyntaxException | IllegalArgumentException noFile) {
      throw new IOException("the agent jar is no file: " + source.getLocation(), noFile);
    }
  }

  /** The first that there is of the names in the manifest's Boot-Class-Path; null: neither. */
  private static File beside(File folder) {
    String version = RuntimeJar.class.getPackage().getImplementationVersion();
    for (String name : new String[] {
        "jlockdep-runtime.jar", "jlockdep-agent-" + version + "-runtime.jar"}) {
      File jar = new File(folder, name);
      if (jar.isFile()) {
        return jar;
      }
    }
    return null;
  }

  private static long checkSum(File file) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = new FileInputStream(file)) {
      sum.update(in.readAllBytes());
    }
    return sum.getValue();
  }
}
