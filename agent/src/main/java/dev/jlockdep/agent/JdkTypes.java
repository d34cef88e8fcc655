package dev.jlockdep.agent;

import dev.jlockdep.agent.transform.LoadedTypes;
import dev.jlockdep.hooks.Declared;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What the agent does to types of the JDK that were loaded before it. */
final class JdkTypes {
  private final Instrumentation instrumentation;

  JdkTypes(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Lets the agent see the synchronizer inside a lock that the user names. */
  void unwrapLocks() {
    Map<Class<?>, Field> sync = new HashMap<>();
    for (Class<?> c :
        List.of(
            ReentrantLock.class, ReentrantReadWriteLock.class,
            ReentrantReadWriteLock.ReadLock.class, ReentrantReadWriteLock.WriteLock.class,
            Semaphore.class)) {
      try {
        Field f = c.getDeclaredField("sync");
        f.setAccessible(true);
        sync.put(c, f);
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw new IllegalStateException("this JDK's " + c.getName() + " has no field \"sync\"", e);
      }
    }
    Declared.unwrapper(
        lock -> {
          for (Class<?> c = lock.getClass(); c != null; c = c.getSuperclass()) {
            Field f = sync.get(c);
            if (f != null) {
              try {
                return f.get(lock);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            }
          }
          return lock;
        });
  }

  /** Opens packages of {@code java.base} to the agent, those that this JDK has. */
  void open(Set<String> packages) {
    Map<String, Set<Module>> opens = new HashMap<>();
    Set<String> there = Object.class.getModule().getPackages();
    Module own = JdkTypes.class.getModule();
    for (String p : packages) {
      if (there.contains(p)) {
        opens.put(p, Set.of(own));
      }
    }
    instrumentation.redefineModule(
        Object.class.getModule(), Set.of(), opens, opens, Set.of(), Map.of());
  }

  /** Weaves the loaded ones again; all in one go, then one by one where that fails. */
  List<String> retransform() {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> c : instrumentation.getAllLoadedClasses()) {
      if (c.getClassLoader() == null && LoadedTypes.wanted(c.getName())
          && instrumentation.isModifiableClass(c)) {
        types.add(c);
      }
    }
    List<String> refused = new ArrayList<>();
    try {
      instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | LinkageError | UnsupportedOperationException all) {
      for (Class<?> c : types) {
        try {
          instrumentation.retransformClasses(c);
        } catch (UnmodifiableClassException | LinkageError | UnsupportedOperationException one) {
          refused.add(c.getName() + ": " + one);
        }
      }
    }
    return refused;
  }
}
