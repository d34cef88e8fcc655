package dev.jlockdep.agent.watch;

import dev.jlockdep.agent.watch.ReachableCode.Call;
import dev.jlockdep.agent.watch.Request.Need;
import java.lang.management.LockInfo;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds by their code the threads that could end a wait that has no owner (a latch, a condition, a
 * monitor's wait set). Asked only for a waiting thread that stands in the way of others.
 */
final class Rescuers {
  /** How surely a signal is meant for a wait. */
  private static final int NOT = 0;
  private static final int PERHAPS = 1;
  /** The same field, the object's own monitor, or both are written in one source file. */
  private static final int EVIDENTLY = 2;

  private static final long SETTLE_MILLIS = 800;

  private record Site(String type, String receiver) {}

  private final Sample sample;
  private final Pools pools;
  private final Map<ClassLoader, ClassFiles> files = new IdentityHashMap<>();
  private final ClassFiles noLoader = new ClassFiles(null);
  private final Map<ThreadView, ReachableCode> code = new IdentityHashMap<>();
  private final Set<Thread> waiting = new HashSet<>();

  Rescuers(Sample sample) {
    this.sample = sample;
    this.pools = new Pools(sample);
  }

  /** The event waits among the requests, given the threads that could end them. */
  List<Request> completed(List<Request> requests) {
    Set<Thread> inTheWay = new HashSet<>();
    for (Request r : requests) {
      waiting.add(r.who.thread);
      r.needs.forEach(n -> inTheWay.addAll(n.anyOf()));
    }
    List<Request> all = new ArrayList<>();
    for (Request r : requests) {
      if (r.wanted.kind == Resource.Kind.SEMAPHORE && !r.needs.isEmpty()) {
        all.add(withReleasers(r));
      } else if (r.needs.isEmpty() && (inTheWay.contains(r.who.thread) || waitsInTask(r.who))) {
        all.add(complete(r));
      } else {
        all.add(r);
      }
    }
    return all;
  }

  /** A permit may come from a thread that holds none. */
  private Request withReleasers(Request r) {
    Site wait = waitSite(r.who);
    Need holders = r.needs.get(0);
    List<Thread> able = new ArrayList<>(holders.anyOf());
    for (ThreadView t : sample.views()) {
      if (wait != null
          && !able.contains(t.thread)
          && !isOurs(t.thread)
          && t != r.who
          && strength(t, Signals.SEMAPHORE, wait, r.wanted) == EVIDENTLY) {
        able.add(t.thread);
      }
    }
    List<Need> needs = List.of(new Need(able, holders.role()));
    return new Request(r.who, r.wanted, r.mode, needs, r.settleMillis);
  }

  /** Whether a worker of a pool waits in one of its tasks, rather than for one. */
  private boolean waitsInTask(ThreadView t) {
    return t.blocker != null && pools.isWorker(t.thread) && waitSite(t) != null;
  }

  private Request complete(Request r) {
    Signals signals = Signals.ending(r.who);
    Site wait = waitSite(r.who);
    if (wait == null || anyoneServesOthers(r.who)) {
      return r; // without reading any code
    }
    Resource wanted = r.who.blocker == null ? monitor(r) : r.wanted;
    List<Thread> able = new ArrayList<>();
    if (r.who.blocker != null) {
      able.addAll(pools.workersWithTaskFor(r.who));
    }
    int best = able.isEmpty() ? NOT : EVIDENTLY;
    boolean liveUnknown = false;
    for (ThreadView t : sample.views()) {
      if (t == r.who || isOurs(t.thread)) {
        continue;
      }
      int strength = strength(t, signals, wait, wanted);
      if (strength > NOT && !able.contains(t.thread)) {
        able.add(t.thread);
      }
      if (waiting.contains(t.thread)) {
        best = Math.max(best, strength);
      } else {
        liveUnknown |= strength == NOT && code(t).unknown();
      }
    }
    return best == EVIDENTLY && !liveUnknown
        ? new Request(
            r.who, wanted, r.mode, List.of(new Need(able, Role.SIGNALLER)), SETTLE_MILLIS)
        : r;
  }

  /** The object whose monitor the thread waits on, as far as the JVM tells. */
  private static Resource monitor(Request r) {
    ThreadInfo info = r.who.info();
    LockInfo lock = info == null ? null : info.getLockInfo();
    return lock == null
        ? r.wanted
        : Resource.of(
            Resource.Kind.EVENT, lock.getClassName(), lock.getIdentityHashCode(), null);
  }

  /** Whether a thread is awake that runs code of others, which cannot be told from its own. */
  private boolean anyoneServesOthers(ThreadView who) {
    for (ThreadView t : sample.views()) {
      if (t != who && !waiting.contains(t.thread) && !isOurs(t.thread) && servesOthers(t)) {
        return true;
      }
    }
    return false;
  }

  private static boolean servesOthers(ThreadView t) {
    for (StackTraceElement f : t.stack()) {
      String type = f.getClassName();
      if (type.startsWith("sun.nio.ch.")
          || type.startsWith("jdk.internal.net.")
          || type.startsWith("sun.rmi.")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOurs(Thread t) {
    return t.getName().startsWith("jlockdep-");
  }

  private ReachableCode code(ThreadView t) {
    return code.computeIfAbsent(t, this::reach);
  }

  private ReachableCode reach(ThreadView t) {
    Set<String> tasks = t.virtual() ? Set.of() : pools.tasksAhead(t.thread);
    return new ReachableCode(files(t), t.stack(), tasks);
  }

  private ClassFiles files(ThreadView t) {
    ClassLoader loader = t.thread.getContextClassLoader();
    return loader == null ? noLoader : files.computeIfAbsent(loader, ClassFiles::new);
  }

  /** Where the program waits: the innermost frame that is not the JDK's, and on what. */
  private Site waitSite(ThreadView t) {
    StackTraceElement[] stack = t.stack();
    for (int i = 1; i < stack.length; i++) {
      String type = stack[i].getClassName().replace('.', '/');
      if (!ReachableCode.isOpaque(type)) {
        return new Site(type, receiverAt(files(t), stack[i], stack[i - 1].getMethodName()));
      }
    }
    return null;
  }

  private static String receiverAt(ClassFiles files, StackTraceElement frame, String callee) {
    for (MethodNode m : files.methodsAt(frame)) {
      for (AbstractInsnNode i : ClassFiles.onLine(m, frame.getLineNumber())) {
        if (i instanceof MethodInsnNode call && call.name.equals(callee)) {
          return Signals.receiver(m, call);
        }
      }
    }
    return "";
  }

  private int strength(ThreadView t, Signals signals, Site wait, Resource wanted) {
    int best = runsTaskFor(t, signals) ? EVIDENTLY : NOT;
    for (Call call : code(t).calls()) {
      if (signals.isSignal(call.insn())) {
        String receiver = Signals.receiver(call.inMethod(), call.insn());
        best = Math.max(best, match(new Site(call.inType(), receiver), wait, files(t), wanted));
      } else if (Signals.WAKE.isSignal(call.insn())) {
        best = Math.max(best, PERHAPS);
      }
    }
    return best;
  }

  /** A thread that runs an asynchronous stage completes its future when the stage returns. */
  private static boolean runsTaskFor(ThreadView t, Signals signals) {
    if (signals != Signals.COMPLETION && signals != Signals.WAKE) {
      return false;
    }
    for (StackTraceElement f : t.stack()) {
      if (f.getClassName().startsWith("java.util.concurrent.CompletableFuture$")
          || f.getClassName().equals("java.util.concurrent.ForkJoinTask")
              && f.getMethodName().equals("doExec")) {
        return true;
      }
    }
    return false;
  }

  private static int match(Site signal, Site wait, ClassFiles files, Resource wanted) {
    String a = signal.receiver();
    String b = wait.receiver();
    if (a.startsWith(".") && a.equals(b)) {
      return EVIDENTLY;
    }
    if (a.equals("this") && b.equals("this")) {
      return related(signal.type(), wait.type(), wanted, files) ? EVIDENTLY : NOT;
    }
    boolean siblings = a.startsWith(".") && b.startsWith(".") && owner(a).equals(owner(b));
    if (siblings) {
      return NOT; // two fields of one type
    }
    return outermost(signal.type()).equals(outermost(wait.type())) ? EVIDENTLY : PERHAPS;
  }

  private static boolean related(String a, String b, Resource wanted, ClassFiles files) {
    String monitor = LockTypes.typeOf(wanted.instance).replace('.', '/');
    return a.equals(b)
        || files.supertypes(monitor).contains(a) && files.supertypes(monitor).contains(b);
  }

  private static String owner(String field) {
    return field.substring(1, field.lastIndexOf('.'));
  }

  private static String outermost(String type) {
    int nest = type.indexOf('$');
    return nest < 0 ? type : type.substring(0, nest);
  }
}
