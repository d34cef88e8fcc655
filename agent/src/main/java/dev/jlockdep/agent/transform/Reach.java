package dev.jlockdep.agent.transform;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Whether types of a class loader will find the hooks. A loader that asks its parents for chosen
 * packages only, as those of OSGi bundles do, may not find them, and a woven type of it would end in
 * {@code NoClassDefFoundError}. Each loader is asked once, through the JVM: that keeps the answer, and
 * gives it to every type of the loader later on (JVMS 5.3, initiating loaders). Felix answers by who
 * asks, and would say something else to its own types. Thread-safe.
 */
final class Reach {
  private static final String PACKAGE = "dev.jlockdep.hooks.";
  /** All that woven code of a program names. */
  private static final String[] HOOKS = {
    "Hooks", "WaitHooks", "InitHooks", "CountHooks", "ForkHooks", "MeetingHooks", "Modelled",
    "LockStats"
  };

  private final Map<ClassLoader, Boolean> known = new WeakHashMap<>();

  private final Set<String> told = Collections.synchronizedSet(new HashSet<>());

  /** Whether it is to be said of this type of loader; once. */
  boolean tells(String type) {
    return told.add(type);
  }

  boolean from(ClassLoader loader) {
    if (loader == null || loader.getClass().getClassLoader() == null) {
      return true; // loaders of the JDK ask their parents
    }
    Boolean before;
    synchronized (known) {
      before = known.get(loader);
    }
    return before != null ? before : ask(loader);
  }

  private boolean ask(ClassLoader loader) {
    boolean found = true;
    try {
      for (String type : HOOKS) {
        Class<?> ours = Class.forName(PACKAGE + type, false, Reach.class.getClassLoader());
        found &= Class.forName(PACKAGE + type, false, loader) == ours;
      }
    } catch (ClassNotFoundException | LinkageError e) {
      found = false;
    } catch (RuntimeException e) {
      return false; // one that is not ready yet: asked again for its next type
    }
    synchronized (known) {
      known.put(loader, found);
    }
    return found;
  }
}
