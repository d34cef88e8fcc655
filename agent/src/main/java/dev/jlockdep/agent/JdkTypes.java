package dev.jlockdep.agent;

import dev.jlockdep.JdkAccess;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.model.Models;
import dev.jlockdep.agent.transform.LoadedTypes;
import dev.jlockdep.agent.transform.ReferenceFields;
import dev.jlockdep.agent.watch.WatchReflection;
import dev.jlockdep.hooks.Declared;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the agent does to types of the JDK that were loaded before it. */
final class JdkTypes {
  private final Instrumentation instrumentation;
  private boolean open;

  JdkTypes(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Lets the watch and the API look into the JDK once they have to; most programs never do. */
  void openOnDemand() {
    WatchReflection.opener(new Opener(this));
    Declared.unwrapper(new Synchronizers(this));
    ReferenceFields.opener(new Opener(this));
  }

  /** Opens the packages of {@code java.base} that we read to the runtime, those that this JDK has. */
  synchronized void open() {
    if (open) {
      return;
    }
    Map<String, Set<Module>> opens = new HashMap<>();
    Set<Module> readers = Set.of(JdkAccess.module());
    Set<String> there = Object.class.getModule().getPackages();
    for (String p : WatchReflection.PACKAGES) {
      if (there.contains(p)) {
        opens.put(p, readers);
      }
    }
    instrumentation.redefineModule(
        Object.class.getModule(), Set.of(), opens, opens, Set.of(), Map.of());
    open = true;
  }

  private static final class Opener implements Runnable {
    private final JdkTypes types;

    Opener(JdkTypes types) {
      this.types = types;
    }

    @Override
    public void run() {
      types.open();
    }
  }

  /** Lets the API see the synchronizer inside a lock that the user names. */
  private static final class Synchronizers implements Declared.Unwrapper {
    private final JdkTypes types;
    private final Map<Class<?>, Field> fields = new HashMap<>();

    Synchronizers(JdkTypes types) {
      this.types = types;
    }

    @Override
    public Object synchronizerOf(Object lock) {
      try {
        return field(lock.getClass()).get(lock);
      } catch (ReflectiveOperationException | RuntimeException e) {
        LockdepControl.incomplete(
            "synchronizers",
            "this JDK's " + lock.getClass().getName() + " keeps its synchronizer elsewhere: " + e);
        return lock;
      }
    }

    private synchronized Field field(Class<?> type) throws NoSuchFieldException {
      Class<?> declaring = type;
      while (!declaring.getName().startsWith("java.util.concurrent.")) {
        declaring = declaring.getSuperclass();
      }
      Field field = fields.get(declaring);
      if (field == null) {
        types.open();
        field = declaring.getDeclaredField("sync");
        JdkAccess.open(field);
        fields.put(declaring, field);
      }
      return field;
    }
  }

  /** Weaves the loaded ones again. Returns those that refuse, with the reason. */
  List<String> retransform(Models models) {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> c : instrumentation.getAllLoadedClasses()) {
      if (c.getClassLoader() == null
          && (LoadedTypes.wanted(c.getName()) || models.concerns(c.getName()))
          && instrumentation.isModifiableClass(c)) {
        types.add(c);
      }
    }
    return retransform(types);
  }

  /** The same for the program's own types, when the agent comes after they were loaded. */
  List<String> retransformProgram() {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> c : instrumentation.getAllLoadedClasses()) {
      if (c.getClassLoader() != null && !c.isArray() && !c.isHidden()
          && instrumentation.isModifiableClass(c)) {
        types.add(c);
      }
    }
    return retransform(types);
  }

  /** All in one go, then one by one where that fails. */
  private List<String> retransform(List<Class<?>> types) {
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
