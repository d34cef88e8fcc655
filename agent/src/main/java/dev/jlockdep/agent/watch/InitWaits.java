package dev.jlockdep.agent.watch;

import dev.jlockdep.agent.watch.Request.Need;
import dev.jlockdep.api.AcquireMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Waits for the initialisation of a class by another thread. The JVM shows such a thread as
 * running: it is told by its stack and its CPU time standing still, and by the classes its line
 * needs.
 */
final class InitWaits {
  private static final long SETTLE_MILLIS = 600;
  private static final long GUESS_MILLIS = 1500;
  private static final long MAX_REST_MILLIS = 2500;
  /** A thread that waits burns nothing; what is measured is not exact. */
  private static final long STILL_NANOS = 2_000_000;
  /** Native methods that initialise the class they are given. */
  private static final Set<String> REFLECTIVE =
      Set.of("newInstance0", "forName0", "ensureClassInitialized0", "invoke0", "allocateInstance");

  /** A running thread as it was seen first, since when it has not moved; cpu -1 if unknown. */
  private record Still(int stack, long since, long cpu) {}

  private final Map<Thread, Still> still = new WeakHashMap<>();

  private record Rest(long millis, long until) {}

  private final Map<Thread, Rest> resting = new WeakHashMap<>();

  private Sample sample;
  private ClassFiles files;
  /** Class in initialisation to the thread that initialises it. */
  private Map<String, Thread> initialisers;

  /** The class-initialisation waits in a full sample; remembers it for the next one. */
  List<Request> read(Sample now) {
    List<ThreadView> still = new ArrayList<>();
    boolean initialising = false;
    for (ThreadView t : now.views()) {
      if (t.state == Thread.State.RUNNABLE && t.thread != Thread.currentThread() && isDue(t)) {
        initialising |= initialises(t);
        if (canWait(t)) {
          still.add(t);
        }
      }
    }
    boolean measure = initialising;
    still.removeIf(t -> frozenMillis(t, measure) < SETTLE_MILLIS);
    return still.isEmpty() ? List.of() : read(now, still);
  }

  private static boolean initialises(ThreadView t) {
    for (StackTraceElement f : t.stack()) {
      if (f.getMethodName().equals("<clinit>")) {
        return true;
      }
    }
    return false;
  }

  /** A thread in the midst of Java code, or in a native method that initialises classes. */
  private boolean canWait(ThreadView t) {
    StackTraceElement[] stack = t.stack();
    if (stack.length > 0 && (!stack[0].isNativeMethod() || isReflective(stack[0]))) {
      resting.remove(t.thread);
      return true;
    }
    still.remove(t.thread);
    Rest rest = resting.get(t.thread);
    long millis = rest == null ? 1 : Math.min(MAX_REST_MILLIS, 2 * rest.millis() + 400);
    resting.put(t.thread, new Rest(millis, System.nanoTime() + millis * 1_000_000));
    return false;
  }

  /** Threads in native code, in input most of all, are not looked at each time: a stack costs. */
  private boolean isDue(ThreadView t) {
    Rest rest = resting.get(t.thread);
    return rest == null || System.nanoTime() >= rest.until();
  }

  /** For how long the thread is known to have stood where it is, using no CPU time. */
  private long frozenMillis(ThreadView t, boolean measure) {
    int hash = Arrays.hashCode(t.stack());
    Still before = still.get(t.thread);
    boolean same = before != null && before.stack() == hash;
    long cpu = t.virtual() ? 0 : measure || same ? Jmx.cpuTime(t.id()) : -1;
    if (!same || before.cpu() < 0 || cpu - before.cpu() > STILL_NANOS) {
      still.put(t.thread, new Still(hash, System.nanoTime(), cpu));
      return 0;
    }
    return (System.nanoTime() - before.since()) / 1_000_000;
  }

  private static boolean isReflective(StackTraceElement frame) {
    return REFLECTIVE.contains(frame.getMethodName());
  }

  private List<Request> read(Sample now, List<ThreadView> frozen) {
    sample = now;
    initialisers = initialisers();
    List<Request> requests = new ArrayList<>();
    if (initialisers.isEmpty()) {
      return requests;
    }
    List<ThreadView> guess = new ArrayList<>();
    for (ThreadView t : frozen) {
      files = new ClassFiles(t.thread.getContextClassLoader());
      Request r = request(t);
      if (r != null) {
        requests.add(r);
      } else {
        guess.add(t);
      }
    }
    for (ThreadView t : guess) {
      Request r = guess(t);
      if (r != null) {
        requests.add(r);
      }
    }
    return requests;
  }

  private Map<String, Thread> initialisers() {
    Map<String, Thread> found = new HashMap<>();
    for (ThreadView t : sample.views()) {
      for (StackTraceElement f : t.stack()) {
        if (f.getMethodName().equals("<clinit>")) { // all of them: initialisers nest
          found.put(f.getClassName(), t.thread);
        }
      }
    }
    return found;
  }

  /** The wait of a thread whose line needs a class that another thread initialises. */
  private Request request(ThreadView t) {
    for (String needed : neededAt(t.stack()[0])) {
      List<String> supertypes = files.supertypes(needed);
      for (int i = 0; i < supertypes.size(); i++) {
        String type = supertypes.get(i).replace('/', '.');
        Thread by = initialisers.get(type);
        if (by != null && by != t.thread) {
          // it waits for a supertype: the types below it are being initialised by itself
          supertypes.subList(0, i).forEach(s -> initialisers.put(s.replace('/', '.'), t.thread));
          return wait(t, type, List.of(by), 0);
        }
      }
    }
    return null;
  }

  /** The wait of a thread that initialises a class whose name cannot be told. */
  private Request guess(ThreadView t) {
    Set<String> mentioned = new LinkedHashSet<>();
    Object target = WatchReflection.target(t.thread);
    if (target != null) {
      mentioned.add(LockTypes.host(target.getClass().getName()));
    }
    for (StackTraceElement f : t.stack()) {
      mentioned.add(f.getClassName());
    }
    mentioned.retainAll(initialisers.keySet());
    mentioned.removeIf(type -> initialisers.get(type) == t.thread);
    return guess(t, mentioned.isEmpty() ? initialisers.keySet() : mentioned);
  }

  private Request guess(ThreadView t, Set<String> types) {
    Set<Thread> others = new LinkedHashSet<>();
    String type = null;
    for (String candidate : types) {
      if (initialisers.get(candidate) != t.thread) {
        others.add(initialisers.get(candidate));
        type = candidate;
      }
    }
    return others.isEmpty()
        ? null
        : wait(t, type, List.copyOf(others), GUESS_MILLIS - SETTLE_MILLIS);
  }

  private static Request wait(ThreadView t, String type, List<Thread> by, long settle) {
    return new Request(
        t,
        Resource.named(Resource.Kind.CLASS_INIT, type),
        AcquireMode.EXCLUSIVE,
        List.of(new Need(by, Role.INITIALISER)),
        settle);
  }

  /** Internal names of the classes that code on the frame's line can initialise. */
  private Set<String> neededAt(StackTraceElement frame) {
    Set<String> needed = new LinkedHashSet<>();
    for (MethodNode m : files.methodsAt(frame)) {
      for (AbstractInsnNode i : ClassFiles.onLine(m, frame.getLineNumber())) {
        addNeeded(i, needed);
      }
    }
    return needed;
  }

  private static void addNeeded(AbstractInsnNode i, Set<String> needed) {
    int op = i.getOpcode();
    if (op == Opcodes.NEW) {
      needed.add(((TypeInsnNode) i).desc);
    } else if (op == Opcodes.GETSTATIC || op == Opcodes.PUTSTATIC) {
      needed.add(((FieldInsnNode) i).owner);
    } else if (op == Opcodes.INVOKESTATIC) {
      needed.add(((MethodInsnNode) i).owner);
    } else if (i instanceof InvokeDynamicInsnNode dynamic) {
      for (Object arg : dynamic.bsmArgs) {
        if (arg instanceof Handle h) {
          needed.add(h.getOwner());
        }
      }
    }
  }
}
