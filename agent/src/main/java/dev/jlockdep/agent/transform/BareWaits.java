package dev.jlockdep.agent.transform;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Waits without a time limit that follow the taking of their lock with nothing in between but local
 * variables: whether what they wait for has happened already was not looked at with the lock in hand.
 * A wait in a loop inside the lock is none, since the loop looks.
 */
final class BareWaits {
  private static final String CONDITION = "java/util/concurrent/locks/Condition";

  private BareWaits() {}

  /** To be called before anything else is woven into the method. */
  static void weave(MethodNode m, Positions positions) {
    Set<AbstractInsnNode> backward = null;
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      if (!(insn instanceof MethodInsnNode) || !waits((MethodInsnNode) insn)) {
        continue;
      }
      if (backward == null) {
        backward = backward(m.instructions);
      }
      if (bare(m, (MethodInsnNode) insn, backward)) {
        InsnList l = new InsnList();
        l.add(new InsnNode(Opcodes.DUP)); // Stack: event event
        l.add(Emit.push(positions.of(m, insn))); // Stack: event event site
        l.add(Emit.waitHook("bare", "(Ljava/lang/Object;I)V")); // Stack: event
        m.instructions.insertBefore(insn, l);
      }
    }
  }

  private static boolean waits(MethodInsnNode call) {
    return call.desc.equals("()V")
        && (monitor(call)
            || call.owner.equals(CONDITION)
                && (call.name.equals("await") || call.name.equals("awaitUninterruptibly")));
  }

  private static boolean monitor(MethodInsnNode call) {
    return call.name.equals("wait") && call.getOpcode() == Opcodes.INVOKEVIRTUAL;
  }

  /** Labels that a later instruction jumps back to. */
  private static Set<AbstractInsnNode> backward(InsnList code) {
    Set<AbstractInsnNode> labels = new HashSet<>();
    for (AbstractInsnNode insn : code) {
      if (insn instanceof JumpInsnNode
          && code.indexOf(((JumpInsnNode) insn).label) < code.indexOf(insn)) {
        labels.add(((JumpInsnNode) insn).label);
      }
    }
    return labels;
  }

  private static boolean bare(
      MethodNode m, MethodInsnNode wait, Set<AbstractInsnNode> backward) {
    boolean monitor = monitor(wait);
    boolean receiver = true;
    for (AbstractInsnNode i = wait.getPrevious(); i != null; i = i.getPrevious()) {
      int op = i.getOpcode();
      if (takes(i, monitor)) {
        return true;
      }
      if (receiver && reference(i)) {
        continue;
      }
      if (op >= 0) {
        receiver = false;
      }
      if (op >= 0 && !local(op) || backward.contains(i)) {
        return false;
      }
    }
    return monitor && (m.access & Opcodes.ACC_SYNCHRONIZED) != 0;
  }

  private static boolean takes(AbstractInsnNode insn, boolean monitor) {
    if (monitor) {
      return insn.getOpcode() == Opcodes.MONITORENTER;
    }
    if (!(insn instanceof MethodInsnNode)) {
      return false;
    }
    MethodInsnNode call = (MethodInsnNode) insn;
    return call.desc.equals("()V")
        && (call.name.equals("lock") || call.name.equals("lockInterruptibly"));
  }

  /** A field that leads to what is waited on. */
  private static boolean reference(AbstractInsnNode insn) {
    int op = insn.getOpcode();
    return (op == Opcodes.GETFIELD || op == Opcodes.GETSTATIC)
        && ((FieldInsnNode) insn).desc.startsWith("L");
  }

  /** What tells nothing of what other threads did: variables, constants, tests of them. */
  private static boolean local(int op) {
    return op <= Opcodes.ALOAD
        || op >= Opcodes.ISTORE && op <= Opcodes.ASTORE
        || op >= Opcodes.POP && op <= Opcodes.SWAP
        || op == Opcodes.LCMP
        || op >= Opcodes.IFEQ && op <= Opcodes.GOTO
        || op == Opcodes.IFNULL
        || op == Opcodes.IFNONNULL;
  }
}
