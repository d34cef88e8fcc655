package dev.jlockdep.agent;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.util.EnumSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Entry of the agent. Touches no type of the runtime before the bootstrap loader can find it: a type
 * loaded too early would exist twice, and findings would vanish. Never throws: a watched program
 * starts whatever happens here.
 */
public final class Premain {
  private static final String ATTACHED = "dev.jlockdep.attached";
  private static final String HOOKS = "dev.jlockdep.hooks.Hooks";
  private static final String NESTED = "META-INF/jlockdep/jlockdep-runtime.jar";
  private static final String COPY = "jlockdep-runtime";
  private static final int NAMES_TRIED = 8;

  private Premain() {}

  public static void premain(String args, Instrumentation instrumentation) {
    start(args, instrumentation, true);
  }

  public static void agentmain(String args, Instrumentation instrumentation) {
    start(args, instrumentation, false);
  }

  private static void start(String args, Instrumentation instrumentation, boolean atStart) {
    try {
      String main = System.getProperty("jdk.module.main", "");
      if (atStart && (main.startsWith("jdk.") || main.startsWith("java."))) {
        // a tool of the JDK (keytool is in java.base), reached through JAVA_TOOL_OPTIONS
        return;
      }
      if (System.getProperty(ATTACHED) != null) {
        again(args);
        return;
      }
      System.setProperty(ATTACHED, args == null ? "" : args);
      makeRuntimeVisible(instrumentation);
      Installer.install(args, instrumentation, atStart);
    } catch (LinkageError notOfOneBuild) {
      System.err.println(
          "jlockdep: not watching this JVM: jlockdep-runtime.jar in " + folder() + " is of another"
              + " build than the agent jar: put both jars of one build there, or take the runtime jar"
              + " away, since the agent jar has its own (" + notOfOneBuild + ")");
    } catch (Throwable t) {
      System.err.println(
          "jlockdep: not watching this JVM: " + t
              + " (the program goes on without it; run java -jar jlockdep.jar doctor)");
    }
  }

  /** Where the agent jar lies, and the runtime that the JVM looks for beside it. */
  private static String folder() {
    File jar = jar();
    return jar == null ? "the agent's folder" : jar.getParent();
  }

  private static void again(String args) {
    if (args != null && args.startsWith("dump")) {
      Installer.dump(args);
      return;
    }
    System.err.println(
        "jlockdep: attached a second time (options \"" + (args == null ? "" : args)
            + "\"): this JVM is watched already, with options \"" + System.getProperty(ATTACHED)
            + "\"; remove one of the two -javaagent options");
  }

  /** The manifest's Boot-Class-Path names the jar beside this one; a missing file is ignored there. */
  private static void makeRuntimeVisible(Instrumentation instrumentation) throws IOException {
    if (visible()) {
      return;
    }
    Path copy = emptyFile();
    copy.toFile().deleteOnExit();
    copyNested(copy.toFile());
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(copy.toFile()));
    if (!visible()) {
      throw new IOException("the bootstrap loader does not see " + copy);
    }
  }

  /** Past the class loader where that can be: a connection to a resource of it has a price. */
  private static void copyNested(File to) throws IOException {
    File jar = jar();
    if (jar == null) {
      copy(Premain.class.getClassLoader().getResourceAsStream(NESTED), to);
      return;
    }
    try (JarFile own = new JarFile(jar)) {
      ZipEntry nested = own.getEntry(NESTED);
      copy(nested == null ? null : own.getInputStream(nested), to);
    }
  }

  private static void copy(InputStream from, File to) throws IOException {
    if (from == null) {
      throw new IOException(NESTED + " is missing in the agent jar: build it again");
    }
    try (from; FileOutputStream out = new FileOutputStream(to)) {
      from.transferTo(out);
    }
  }

  /** The agent jar, or null where a class loader does not say. */
  private static File jar() {
    CodeSource source = Premain.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? null : new File(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException noFile) {
      return null;
    }
  }

  /**
   * A temporary file that is new and that nobody else may write to. As {@code Files.createTempFile},
   * but its name needs no random number: the first one costs a JVM 0.03 seconds of CPU time.
   */
  private static Path emptyFile() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      FileAttribute<?> mine =
          PosixFilePermissions.asFileAttribute(
              EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      for (int i = 0; i < NAMES_TRIED; i++) {
        try {
          return Files.createFile(
              folder.resolve(COPY + Long.toHexString(System.nanoTime()) + ".jar"), mine);
        } catch (FileAlreadyExistsException another) {
          // of another JVM, or somebody is in our way
        }
      }
    }
    return Files.createTempFile(COPY, ".jar");
  }

  private static boolean visible() {
    try {
      Class.forName(HOOKS, false, null);
      return true;
    } catch (ClassNotFoundException notYet) {
      return false;
    }
  }
}
