package dev.jlockdep.agent;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.transform.Weaver;
import dev.jlockdep.api.Finding;
import java.lang.instrument.Instrumentation;

/** Puts the parts together, in the order that the comments give. */
final class Installer {
  private Installer() {}

  static void install(String args, Instrumentation instrumentation, boolean atStart) {
    LockdepControl.pause();
    try {
      Weaver weaver = new Weaver(n -> true, (n, t) -> { System.err.println("jlockdep: cannot weave " + n + ": " + t); if (Boolean.getBoolean("jlockdep.debug")) t.printStackTrace(); });
      new JdkTypes(instrumentation).openLocks();
      instrumentation.addTransformer(weaver, true);
      new JdkTypes(instrumentation).retransform();
      LockdepControl.addListener(Installer::print);
      LockdepControl.activate();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> { System.err.println("stats " + LockdepControl.stats().values() + weaver.coverage()); }));
    } finally {
      LockdepControl.resume();
    }
  }

  static void print(Finding f) {
    StringBuilder sb = new StringBuilder();
    sb.append(f.level()).append(' ').append(f.kind()).append(' ').append(f.fingerprint()).append(' ').append(f.message()).append(' ').append(f.evidence()).append('\n');
    f.dependencies().forEach(d -> sb.append("   ").append(d.task()).append(" held ").append(d.held().instance()).append(" ").append(d.held().lockClass()).append(" at ").append(d.held().position()).append(" wants ").append(d.requested().instance()).append(' ').append(d.requested().lockClass()).append(" at ").append(d.requested().position()).append('\n'));
    System.err.print(sb);
  }

  static void dump(String args) {}
}
