package dev.jlockdep.agent.transform;

import java.util.HashSet;
import java.util.Set;

/** Types that are loaded before any agent and are woven again. */
public final class LoadedTypes {
  private static final Set<String> WANTED = names();

  private LoadedTypes() {}

  /**
   * Loads the tables. To be done before the transformer is there: loading them from inside it would
   * make it wait for types that wait for it.
   */
  public static void load() {
    wanted("java.");
  }

  public static boolean wanted(String binaryName) {
    return WANTED.contains(binaryName);
  }

  /** One look-up for each of the many loaded types. */
  private static Set<String> names() {
    Set<String> names = new HashSet<>(TypeFilter.LOADED);
    for (String type : JdkLocks.types()) {
      names.add(type.replace('/', '.'));
    }
    for (String type : JdkWaits.types()) {
      names.add(type.replace('/', '.'));
    }
    names.add(BinWeaver.MAP.replace('/', '.'));
    return names;
  }
}
