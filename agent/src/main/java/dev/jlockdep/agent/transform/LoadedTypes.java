package dev.jlockdep.agent.transform;

/** Types that are loaded before any agent and are woven again. */
public final class LoadedTypes {
  private LoadedTypes() {}

  public static boolean wanted(String binaryName) {
    return TypeFilter.LOADED.contains(binaryName) || JdkLocks.knows(binaryName.replace('.', '/'))
        || binaryName.equals(BinWeaver.MAP.replace('/', '.'));
  }
}
