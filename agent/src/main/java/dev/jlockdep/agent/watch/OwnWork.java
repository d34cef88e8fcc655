package dev.jlockdep.agent.watch;

import dev.jlockdep.agent.watch.Request.Need;
import dev.jlockdep.agent.watch.Resource.Kind;
import dev.jlockdep.api.AcquireMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A worker of a home-made pool that shuts its own pool down and waits for running work, of which it
 * is a part. Told by its stack: it runs inside the pool's own worker type, and waits in the pool's
 * shutdown, in a loop that looks at no clock, while no other worker does anything.
 */
final class OwnWork {
  private static final long SETTLE_MILLIS = 1500;
  private static final List<String> ENDINGS =
      List.of("shutdown", "close", "stop", "terminat", "dispose", "destroy", "quiesce", "drain");

  private final Sample sample;

  OwnWork(Sample sample) {
    this.sample = sample;
  }

  /** The waits of workers for their own work. */
  List<Request> read() {
    List<Request> found = new ArrayList<>();
    for (ThreadView t : sample.views()) {
      boolean waits = t.state == Thread.State.WAITING || t.state == Thread.State.TIMED_WAITING;
      Request r = waits && !t.virtual() && t.blocker == null ? read(t) : null;
      if (r != null) {
        found.add(r);
      }
    }
    return found;
  }

  private Request read(ThreadView t) {
    StackTraceElement[] stack = t.stack();
    int top = innermost(stack);
    if (top < 1 || !endsSomething(stack[top].getMethodName())) {
      return null;
    }
    String pool = stack[top].getClassName();
    boolean inTask = false;
    boolean inWorker = false;
    for (int i = top; i < stack.length; i++) {
      String type = stack[i].getClassName();
      boolean opaque = ReachableCode.isOpaque(type.replace('.', '/'));
      inWorker = type.startsWith(pool + '$') && stack[i].getMethodName().equals("run");
      inTask |= !opaque && !inFamily(type, pool);
      if (inWorker && inTask && othersIdle(t, pool) && waitsForever(t, stack, top)) {
        return request(t, pool);
      }
    }
    return null;
  }

  private static Request request(ThreadView t, String pool) {
    return new Request(
        t,
        Resource.named(Kind.TERMINATION, pool),
        AcquireMode.EXCLUSIVE,
        List.of(Need.of(t.thread, Role.MEMBER)),
        SETTLE_MILLIS);
  }

  private static int innermost(StackTraceElement[] stack) {
    for (int i = 0; i < stack.length; i++) {
      if (!ReachableCode.isOpaque(stack[i].getClassName().replace('.', '/'))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean endsSomething(String method) {
    String name = method.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::contains);
  }

  private static boolean inFamily(String type, String pool) {
    return type.equals(pool) || type.startsWith(pool + '$');
  }

  /** Whether every other thread in the pool's code waits there, on nobody's behalf. */
  private boolean othersIdle(ThreadView self, String pool) {
    for (ThreadView t : sample.views()) {
      if (t == self) {
        continue;
      }
      for (StackTraceElement f : t.stack()) {
        if (inFamily(f.getClassName(), pool) && !isIdleIn(t, pool)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isIdleIn(ThreadView t, String pool) {
    int top = innermost(t.stack());
    return t.state != Thread.State.RUNNABLE
        && top >= 0
        && inFamily(t.stack()[top].getClassName(), pool);
  }

  private static boolean waitsForever(ThreadView t, StackTraceElement[] stack, int top) {
    if (t.state == Thread.State.WAITING) {
      return true;
    }
    ClassFiles files = new ClassFiles(t.thread.getContextClassLoader());
    for (MethodNode m : files.methodsAt(stack[top])) {
      List<AbstractInsnNode> line = ClassFiles.onLine(m, stack[top].getLineNumber());
      Set<AbstractInsnNode> loop = ReachableCode.loop(m, line);
      if (!loop.isEmpty() && loop.stream().noneMatch(OwnWork::countsOrTellsTime)) {
        return true;
      }
    }
    return false;
  }

  private static boolean countsOrTellsTime(AbstractInsnNode i) {
    return i instanceof IincInsnNode
        || i instanceof MethodInsnNode call
            && (call.name.contains("nanoTime")
                || call.name.contains("illis")
                || call.owner.startsWith("java/time/"));
  }
}
