package dev.jlockdep.agent.watch;

import dev.jlockdep.JdkAccess;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Reads private fields of the JDK. Everything answers null where a package is not open to the
 * runtime, or where a field has another name in this JDK; the watch then knows less, never something
 * wrong.
 */
public final class WatchReflection {
  /** The packages of {@code java.base} that the agent should open to {@link JdkAccess#module}. */
  public static final List<String> PACKAGES =
      List.of(
          "java.lang",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.locks",
          "jdk.internal.misc",
          "jdk.internal.vm");

  private static final int MAX_OBJECTS = 500;
  private static final Object ABSENT = new Object();
  /** Per type, so that no class loader is kept alive. */
  private static final ClassValue<Map<String, Object>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /** Opens {@link #PACKAGES}; not done before somebody looks, since it costs start-up time. */
  private static volatile Runnable opener;

  private WatchReflection() {}

  /** What opens {@link #PACKAGES} to the agent; run before the first look at the JDK. */
  public static void opener(Runnable open) {
    opener = open;
  }

  private static void open() {
    Runnable open = opener;
    if (open != null) {
      open.run();
      opener = null;
    }
  }

  /** The value of a field declared by {@code owner} or one of its supertypes, or null. */
  static Object read(Object target, String field) {
    return target == null ? null : read(target, target.getClass(), field);
  }

  private static Object read(Object target, Class<?> type, String field) {
    try {
      Field f = field(type, field);
      return f == null ? null : f.get(target);
    } catch (IllegalAccessException | RuntimeException e) {
      return null;
    }
  }

  private static Field field(Class<?> type, String name) {
    Object found = FIELDS.get(type).computeIfAbsent(name, n -> lookUp(type, n));
    return found == ABSENT ? null : (Field) found;
  }

  private static Object lookUp(Class<?> type, String name) {
    open();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      try {
        Field f = c.getDeclaredField(name);
        JdkAccess.open(f);
        return f;
      } catch (NoSuchFieldException e) {
        // perhaps a supertype has it
      } catch (RuntimeException | LinkageError e) {
        return ABSENT;
      }
    }
    return ABSENT;
  }

  /** The task a thread was made with, or what wraps it; null if unknown. */
  static Object target(Thread thread) {
    if (ThreadView.isVirtual(thread)) {
      return read(read(thread, "cont"), "target");
    }
    Object direct = read(thread, "target");
    return direct != null ? direct : read(read(thread, "holder"), "task");
  }

  /** The tasks an object has in fields of its own type; empty where they are not to be read. */
  static List<Object> tasksIn(Object target) {
    List<Object> tasks = new ArrayList<>();
    for (Field f : references(target.getClass())) {
      Object value = read(target, f.getName());
      if (value != null && isTask(value)) {
        tasks.add(value);
      }
    }
    return tasks;
  }

  /**
   * Whether an object leads to what a thread is parked on, over fields of the program's own types
   * and of tasks.
   */
  static boolean leadsTo(Object root, Object blocker) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty() && seen.size() < MAX_OBJECTS) {
      Object at = open.remove();
      if (at == blocker || read(at, "sync") == blocker) {
        return true;
      }
      for (Class<?> c = at.getClass(); isWalked(c); c = c.getSuperclass()) {
        for (Field f : references(c)) {
          Object next = read(at, f.getName());
          if (next != null && seen.add(next)) {
            open.add(next);
          }
        }
      }
    }
    return false;
  }

  private static List<Field> references(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    try {
      for (Field f : type.getDeclaredFields()) {
        if (!Modifier.isStatic(f.getModifiers()) && !f.getType().isPrimitive()) {
          fields.add(f);
        }
      }
    } catch (LinkageError e) {
      return List.of(); // a type of a field is missing
    }
    return fields;
  }

  private static boolean isWalked(Class<?> type) {
    String name = type == null ? "java." : type.getName();
    return !name.startsWith("java.")
        || name.startsWith("java.util.concurrent.FutureTask")
        || name.startsWith("java.util.concurrent.Executors$")
        || name.startsWith("java.util.concurrent.CompletableFuture$");
  }

  private static boolean isTask(Object value) {
    return !(value instanceof Thread)
        && (value instanceof Runnable || value.getClass().getName().contains("$$Lambda"));
  }

  /** The thread that owns an exclusive synchronizer, or null. */
  static Thread exclusiveOwner(Object synchronizer) {
    return read(synchronizer, "exclusiveOwnerThread") instanceof Thread t ? t : null;
  }

  /**
   * The hold count the thread keeps for itself in a read-write lock's synchronizer; 0 if unknown.
   */
  static int readHolds(Thread thread, Object synchronizer) {
    if (read(synchronizer, "firstReader") == thread) {
      return read(synchronizer, "firstReaderHoldCount") instanceof Integer n ? n : 0;
    }
    Object key = read(synchronizer, "readHolds");
    Object entries = read(read(thread, "threadLocals"), "table");
    if (key == null || !(entries instanceof Object[] table)) {
      return 0;
    }
    // walked, not looked up: a look-up by another thread could rearrange the table
    for (Object entry : table) {
      if (entry instanceof Reference<?> r && r.get() == key) {
        return read(read(entry, "value"), "count") instanceof Integer n ? n : 0;
      }
    }
    return 0;
  }

  /** All virtual threads the JDK keeps track of; empty before JDK 21. */
  static List<Thread> virtualThreads() {
    Map<Thread, Boolean> found = new HashMap<>();
    open();
    try {
      Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers");
      collect(opened(containers, "root").invoke(null), found, 0);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return List.of();
    }
    return List.copyOf(found.keySet());
  }

  private static void collect(Object container, Map<Thread, Boolean> found, int depth)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName("jdk.internal.vm.ThreadContainer");
    try (var threads = (Stream<?>) opened(type, "threads").invoke(container)) {
      threads.forEach(t -> add((Thread) t, found));
    }
    if (depth > 8) {
      return;
    }
    try (var children = (Stream<?>) opened(type, "children").invoke(container)) {
      for (Object child : children.toList()) {
        collect(child, found, depth + 1);
      }
    }
  }

  private static Method opened(Class<?> type, String name) throws NoSuchMethodException {
    Method method = type.getMethod(name);
    JdkAccess.open(method);
    return method;
  }

  private static void add(Thread thread, Map<Thread, Boolean> found) {
    if (thread.getClass().getName().startsWith("java.lang.VirtualThread")) {
      found.put(thread, true);
    }
  }
}
