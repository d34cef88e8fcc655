package dev.jlockdep.agent.transform;

import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Lock statistics: the hooks that other weavers put in become those of {@code LockStats}, and the end
 * of each acquire is told. Comes last, and only where the option is set; else nothing is different.
 */
final class StatsWeaver {
  private static final String STATS = "dev/jlockdep/hooks/LockStats";
  private static final Set<String> REQUESTS = Set.of("lockRequest", "synchronizerRequest");
  /** What {@code LockStats} has under the same name. */
  private static final Set<String> REPLACED =
      Set.of(
          "monitorRequest", "binRequest", "monitorExit", "lockRequest", "lockTried", "lockTriedIf",
          "released", "releasedIf", "converted", "synchronizerRequest", "synchronizerReleased",
          "waits", "conditionWaits");

  private StatsWeaver() {}

  static void weave(ClassNode type) {
    for (MethodNode m : type.methods) {
      weave(m);
    }
  }

  private static void weave(MethodNode m) {
    boolean asks = false;
    boolean waits = false;
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      if (!(insn instanceof MethodInsnNode)) {
        continue;
      }
      MethodInsnNode call = (MethodInsnNode) insn;
      if (call.owner.equals(Emit.HOOKS) && REPLACED.contains(call.name)) {
        call.owner = STATS;
        asks |= REQUESTS.contains(call.name);
        waits |= call.name.equals("conditionWaits");
        if (call.name.endsWith("Request") && !REQUESTS.contains(call.name)) {
          entered(m, call);
        }
      } else if (objectWait(call)) {
        m.instructions.insert(call, own("resume"));
        if (call.desc.equals("()V")) {
          // its hook is another one, so the lock on the stack is told here
          InsnList l = new InsnList();
          l.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
          l.add(new MethodInsnNode(
              Opcodes.INVOKESTATIC, STATS, "pause", "(Ljava/lang/Object;)V", false));
          m.instructions.insertBefore(call, l);
        }
      }
    }
    if (asks) {
      beforeReturns(m, "got");
    }
    if (waits) {
      beforeReturns(m, "resume");
    }
  }

  /**
   * After {@code monitorenter} and the labels behind it: there the handler that lets the monitor go
   * covers the call. Where the method still has its flag, the monitor is held already.
   */
  private static void entered(MethodNode m, MethodInsnNode request) {
    AbstractInsnNode at = request;
    AbstractInsnNode next = Emit.next(request);
    if (next != null && next.getOpcode() == Opcodes.MONITORENTER) {
      at = next;
    }
    while (at.getNext() != null && at.getNext().getOpcode() < 0) {
      at = at.getNext();
    }
    m.instructions.insert(at, own("got"));
  }

  private static boolean objectWait(MethodInsnNode call) {
    return call.name.equals("wait")
        && call.getOpcode() == Opcodes.INVOKEVIRTUAL
        && (call.desc.equals("()V") || call.desc.equals("(J)V"));
  }

  private static void beforeReturns(MethodNode m, String hook) {
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      int op = insn.getOpcode();
      if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
        m.instructions.insertBefore(insn, own(hook));
      }
    }
  }

  private static MethodInsnNode own(String name) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, STATS, name, "()V", false);
  }
}
