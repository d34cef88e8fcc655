package dev.jlockdep.agent.transform;

import dev.jlockdep.JdkAccess;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.internal.graph.Relation;
import dev.jlockdep.internal.graph.WeakTable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference fields of woven types, by name from their class files and by offset from the JVM.
 * {@code Class.getDeclaredFields} would do, but for one thing: it loads the types of all fields. Inside
 * a hook that runs the program's class loaders where the program did not, and when the hook stands
 * inside {@code loadClass} of just that type, the type is defined twice and the program dies.
 *
 * <p>Thread-safe. Types that were not woven have no known fields.
 */
public final class ReferenceFields implements Relation.Fields {
  /** Names of the reference fields of the types that one loader defined. */
  private static final class OfLoader extends WeakTable.Entry {
    private final Map<String, String[]> names = new HashMap<>();

    OfLoader(Object loader, WeakTable table) {
      super(loader, System.identityHashCode(loader), table);
    }

    synchronized void put(String type, String[] fields) {
      names.put(type, fields);
    }

    synchronized String[] get(String type) {
      return names.get(type);
    }
  }

  /** Where the fields of a type and its supertypes are. */
  private static final class Layout {
    final String[] names;
    final long[] offsets;

    Layout(List<String> names, List<Long> offsets) {
      this.names = names.toArray(new String[0]);
      this.offsets = new long[offsets.size()];
      for (int i = 0; i < this.offsets.length; i++) {
        this.offsets[i] = offsets.get(i);
      }
    }
  }

  /** The JVM's own access to memory; its package is opened before this type is initialised. */
  private static final class Memory {
    static final MethodHandle OFFSET;
    static final MethodHandle READ;

    static {
      try {
        Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
        MethodHandles.Lookup lookup = JdkAccess.lookup();
        MethodType getter = MethodType.methodType(type);
        Object unsafe = lookup.findStatic(type, "getUnsafe", getter).invoke();
        OFFSET =
            lookup
                .findVirtual(
                    type, "objectFieldOffset",
                    MethodType.methodType(long.class, Class.class, String.class))
                .bindTo(unsafe);
        READ =
            lookup
                .findVirtual(
                    type, "getReference",
                    MethodType.methodType(Object.class, Object.class, long.class))
                .bindTo(unsafe);
      } catch (Throwable other) {
        throw new ExceptionInInitializerError(other);
      }
    }
  }

  private static final String[] NONE = {};
  private static final Object BOOT = new Object();
  private static final WeakTable LOADERS = new WeakTable(64);
  private static volatile Runnable opener;
  private final ClassValue<Layout> layouts =
      new ClassValue<>() {
        @Override
        protected Layout computeValue(Class<?> type) {
          return layout(type);
        }
      };

  private ReferenceFields() {}

  /** Lets relations be read, once something opens {@code jdk.internal.misc} to us. */
  public static void opener(Runnable open) {
    opener = open;
    Relation.fields(new ReferenceFields());
  }

  /** Remembers the fields of a type that is being woven. */
  static void note(ClassLoader loader, String name, byte[] classFile) {
    ClassFile file = new ClassFile(classFile);
    List<String> fields = new ArrayList<>();
    int at = file.fields + 2;
    for (int i = file.u2(file.fields); i > 0; i--) {
      int type = file.constants[file.u2(at + 4)];
      boolean reference = classFile[type + 3] == 'L';
      boolean isStatic = (file.u2(at) & 8) != 0;
      if (reference && !isStatic && !file.reads(file.u2(at + 4), "Ljava/lang/String;")) {
        fields.add(name(file, at));
      }
      at = file.attributesEnd(at + 6);
    }
    if (!fields.isEmpty()) {
      Object key = loader == null ? BOOT : loader;
      OfLoader of = (OfLoader) LOADERS.get(key);
      if (of == null) {
        of = (OfLoader) LOADERS.add(key, new OfLoader(key, LOADERS));
      }
      of.put(name.replace('/', '.'), fields.toArray(NONE));
    }
  }

  private static String name(ClassFile file, int field) {
    int utf = file.constants[file.u2(field + 2)];
    return new String(
        file.b, utf + 3, file.u2(utf + 1), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Layout layout(Class<?> type) {
    List<String> names = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      ClassLoader loader = c.getClassLoader();
      OfLoader of = (OfLoader) LOADERS.get(loader == null ? BOOT : loader);
      String[] fields = of == null ? null : of.get(c.getName());
      if (fields != null) {
        for (String field : fields) {
          add(c, field, names, offsets);
        }
      }
    }
    return new Layout(names, offsets);
  }

  private static void add(Class<?> c, String field, List<String> names, List<Long> offsets) {
    try {
      Runnable open = opener;
      if (open != null) {
        open.run();
        opener = null;
      }
      offsets.add((long) Memory.OFFSET.invokeExact(c, field));
      names.add(c.getName() + "." + field);
    } catch (Throwable unreadable) {
      LockdepControl.incomplete(
          "relations of locks",
          "field " + field + " of " + c.getName() + " cannot be read in this JVM: " + unreadable);
    }
  }

  @Override
  public String referring(Object from, Object to) {
    Layout layout = layouts.get(from.getClass());
    for (int i = 0; i < layout.offsets.length; i++) {
      try {
        if ((Object) Memory.READ.invokeExact(from, layout.offsets[i]) == to) {
          return layout.names[i];
        }
      } catch (Throwable unreadable) {
        return null;
      }
    }
    return null;
  }
}
