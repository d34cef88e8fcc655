package dev.jlockdep.agent.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The calls that a thread can still make from where it stands: what its frames do after the call
 * they are in, and the methods that leads to as far as they can be told without knowing objects.
 * Code of the {@code java.} packages is not entered.
 */
final class ReachableCode {
  private static final int MAX_DEPTH = 6;
  private static final int MAX_METHODS = 400;
  private static final List<String> OPAQUE =
      List.of(
          "java/",
          "jdk/",
          "sun/",
          "dev/jlockdep/hooks/",
          "dev/jlockdep/internal/",
          "org/junit/",
          "org/testng/",
          "org/apache/maven/",
          "org/gradle/",
          "worker/org/gradle/",
          "com/intellij/");

  /** A call in a method of {@code inType} (internal name). */
  record Call(String inType, MethodNode inMethod, MethodInsnNode insn) {}

  private record Entry(String type, String name, String desc, int depth) {}

  private final ClassFiles files;
  private final List<Call> calls = new ArrayList<>();
  private final Set<String> entered = new HashSet<>();
  private final Deque<Entry> open = new ArrayDeque<>();
  private boolean unknown;

  /** @param tasks names of types of tasks that the thread will run as well */
  ReachableCode(ClassFiles files, StackTraceElement[] stack, Collection<String> tasks) {
    this.files = files;
    tasks.forEach(this::task);
    for (int i = 0; i < stack.length; i++) {
      if (!isOpaque(stack[i].getClassName().replace('.', '/'))) {
        frame(stack[i], i == 0 ? null : stack[i - 1].getMethodName());
      }
    }
    while (!open.isEmpty()) {
      enter(open.remove());
    }
  }

  /** All calls found. */
  List<Call> calls() {
    return calls;
  }

  /** Whether code can be reached that cannot be told from here. */
  boolean unknown() {
    return unknown;
  }

  /** Code of the JDK's core, and of tools that run tests: they signal nothing of the program's. */
  static boolean isOpaque(String type) {
    for (String prefix : OPAQUE) {
      if (type.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** A lambda can be any of its host's: all of the host's code is taken for it. */
  private void task(String name) {
    String type = LockTypes.host(name).replace('.', '/');
    boolean lambda = type.length() < name.length();
    ClassNode node = isOpaque(type) ? null : files.find(type);
    if (node != null) {
      for (MethodNode m : node.methods) {
        if (lambda || m.name.equals("run") || m.name.equals("call")) {
          scan(type, m, List.of(m.instructions.toArray()), 0);
        }
      }
    }
  }

  private void frame(StackTraceElement frame, String callee) {
    List<MethodNode> methods = files.methodsAt(frame);
    unknown |= methods.isEmpty();
    String type = frame.getClassName().replace('.', '/');
    for (MethodNode m : methods) {
      List<AbstractInsnNode> at = ClassFiles.onLine(m, frame.getLineNumber());
      scan(type, m, after(m, standing(at, callee)), 0);
    }
  }

  /** The calls on the line that can be the one the thread is in, or the whole line. */
  private static List<AbstractInsnNode> standing(List<AbstractInsnNode> line, String callee) {
    List<AbstractInsnNode> found = new ArrayList<>();
    for (AbstractInsnNode i : line) {
      if (i instanceof MethodInsnNode m && m.name.equals(callee)) {
        found.add(i);
      }
    }
    return found.isEmpty() ? line : found;
  }

  /** Everything that control can reach after the given instructions. */
  private static Set<AbstractInsnNode> after(MethodNode m, List<AbstractInsnNode> from) {
    Set<AbstractInsnNode> reached = new HashSet<>();
    Deque<AbstractInsnNode> todo = new ArrayDeque<>();
    from.forEach(i -> todo.addAll(successors(m, i)));
    while (!todo.isEmpty()) {
      AbstractInsnNode i = todo.remove();
      if (reached.add(i)) {
        todo.addAll(successors(m, i));
      }
    }
    return reached;
  }

  /** The instructions of the loop that the given line is part of; empty when it is in none. */
  static Set<AbstractInsnNode> loop(MethodNode m, List<AbstractInsnNode> line) {
    Set<AbstractInsnNode> loop = new HashSet<>();
    for (AbstractInsnNode i : after(m, line)) {
      if (after(m, List.of(i)).containsAll(line)) {
        loop.add(i);
      }
    }
    return loop;
  }

  private static List<AbstractInsnNode> successors(MethodNode m, AbstractInsnNode i) {
    List<AbstractInsnNode> next = new ArrayList<>();
    int op = i.getOpcode();
    boolean ends = op >= Opcodes.IRETURN && op <= Opcodes.RETURN || op == Opcodes.ATHROW;
    if (i instanceof JumpInsnNode j) {
      next.add(j.label);
      ends = op == Opcodes.GOTO;
    } else if (i instanceof TableSwitchInsnNode s) {
      next.addAll(s.labels);
      next.add(s.dflt);
      ends = true;
    } else if (i instanceof LookupSwitchInsnNode s) {
      next.addAll(s.labels);
      next.add(s.dflt);
      ends = true;
    }
    if (!ends && i.getNext() != null) {
      next.add(i.getNext());
    }
    if (i instanceof MethodInsnNode) {
      addHandlers(m, i, next);
    }
    return next;
  }

  private static void addHandlers(MethodNode m, AbstractInsnNode i, List<AbstractInsnNode> next) {
    int at = m.instructions.indexOf(i);
    for (TryCatchBlockNode t : m.tryCatchBlocks) {
      if (index(m, t.start) <= at && at < index(m, t.end)) {
        next.add(t.handler);
      }
    }
  }

  private static int index(MethodNode m, LabelNode label) {
    return m.instructions.indexOf(label);
  }

  private void scan(String type, MethodNode m, Collection<AbstractInsnNode> insns, int depth) {
    for (AbstractInsnNode i : insns) {
      if (i instanceof MethodInsnNode call) {
        calls.add(new Call(type, m, call));
        follow(call.owner, call.name, call.desc, depth);
      } else if (i instanceof InvokeDynamicInsnNode dynamic) {
        followLambda(type, m, dynamic, depth);
      } else if (i instanceof TypeInsnNode made && i.getOpcode() == Opcodes.NEW) {
        followTask(made.desc, depth);
      }
    }
  }

  private void follow(String type, String name, String desc, int depth) {
    if (type.startsWith("java/util/function/")
        || type.equals("java/lang/Runnable")
        || type.equals("java/util/concurrent/Callable")) {
      unknown = true;
    }
    if (!isOpaque(type) && !type.startsWith("[") && depth < MAX_DEPTH) {
      open.add(new Entry(type, name, desc, depth + 1));
    }
  }

  private void followLambda(
      String type, MethodNode m, InvokeDynamicInsnNode dynamic, int depth) {
    for (Object arg : dynamic.bsmArgs) {
      if (arg instanceof Handle h) {
        calls.add(
            new Call(
                type,
                m,
                new MethodInsnNode(
                    Opcodes.INVOKEVIRTUAL, h.getOwner(), h.getName(), h.getDesc(), false)));
        follow(h.getOwner(), h.getName(), h.getDesc(), depth);
      }
    }
  }

  /** A task that is made here may be run from here. */
  private void followTask(String type, int depth) {
    follow(type, "run", "()V", depth);
    follow(type, "call", "()Ljava/lang/Object;", depth);
  }

  private void enter(Entry e) {
    if (!entered.add(e.type() + '.' + e.name() + e.desc())) {
      return;
    }
    if (entered.size() > MAX_METHODS) {
      unknown = true;
      open.clear();
      return;
    }
    for (String owner : files.supertypes(e.type())) {
      ClassNode type = files.find(owner);
      MethodNode m = type == null ? null : method(type, e);
      if (m != null) {
        unknown |= (m.access & Opcodes.ACC_ABSTRACT) != 0;
        scan(owner, m, List.of(m.instructions.toArray()), e.depth());
        return;
      }
    }
  }

  private static MethodNode method(ClassNode type, Entry e) {
    for (MethodNode m : type.methods) {
      if (m.name.equals(e.name()) && m.desc.equals(e.desc())) {
        return m;
      }
    }
    return null;
  }
}
