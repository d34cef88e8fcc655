package dev.jlockdep.agent.watch;

import java.util.Set;

/** Tells whether any thread of the program but the calling one is alive. */
final class Others {
  /** The JVM's own; virtual threads show by their carriers. */
  private static final Set<String> SYSTEM =
      Set.of(
          "Reference Handler", "Finalizer", "Signal Dispatcher", "Notification Thread",
          "Common-Cleaner", "DestroyJavaVM", "Attach Listener", "process reaper");

  private Others() {}

  static boolean alive() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] threads = new Thread[all.activeCount() + 16];
    int count = all.enumerate(threads, true);
    for (int i = 0; i < count; i++) {
      String name = threads[i].getName();
      if (threads[i] != Thread.currentThread()
          && !SYSTEM.contains(name) && !name.startsWith("jlockdep-")) {
        return true;
      }
    }
    return false;
  }
}
