package dev.jlockdep.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.jar.JarFile;

/**
 * Entry of the agent. Touches no type of the runtime before the bootstrap loader can find it: a type
 * loaded too early would exist twice, and findings would vanish. Never throws: a watched program
 * starts whatever happens here.
 */
public final class Premain {
  private static final String ATTACHED = "dev.jlockdep.attached";
  private static final String HOOKS = "dev.jlockdep.hooks.Hooks";

  private Premain() {}

  public static void premain(String args, Instrumentation instrumentation) {
    start(args, instrumentation, true);
  }

  public static void agentmain(String args, Instrumentation instrumentation) {
    start(args, instrumentation, false);
  }

  private static void start(String args, Instrumentation instrumentation, boolean atStart) {
    try {
      if (atStart && Tools.runHere()) {
        return;
      }
      if (System.getProperty(ATTACHED) != null) {
        again(args);
        return;
      }
      System.setProperty(ATTACHED, args == null ? "" : args);
      makeRuntimeVisible(instrumentation);
      RuntimeJar.requireSameBuild();
      Installer.install(args, instrumentation, atStart);
    } catch (RuntimeJar.OfAnotherBuild stale) {
      System.err.println("jlockdep: not watching this JVM: " + stale.getMessage());
    } catch (LinkageError notOfOneBuild) {
      // seen on the boot class path that the command line has
      System.err.println(
          "jlockdep: not watching this JVM: " + RuntimeJar.otherBuild("its runtime")
              + " (" + notOfOneBuild + ")");
    } catch (Throwable t) {
      System.err.println(
          "jlockdep: not watching this JVM: " + t
              + " (the program goes on without it; run java -jar jlockdep.jar doctor)");
    }
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
    File copy = RuntimeCopy.make();
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(copy));
    if (!visible()) {
      throw new IOException("the bootstrap loader does not see " + copy);
    }
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
