package dev.jlockdep.agent.transform;

/** Types that are loaded before any agent and are woven again. */
public final class LoadedTypes {
  private LoadedTypes() {}

  /**
   * Loads the tables. To be done before the transformer is there: loading them from inside it would
   * make it wait for types that wait for it.
   */
  public static void load() {
    wanted("java.");
  }

  public static boolean wanted(String binaryName) {
    if (!binaryName.startsWith("java.")) {
      return false;
    }
    String name = binaryName.replace('.', '/');
    return TypeFilter.LOADED.contains(binaryName) || JdkLocks.knows(name)
        || JdkWaits.knows(name)
        || name.equals(BinWeaver.MAP);
  }
}
