package dev.jlockdep.agent.transform;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Finds the point in a constructor from which on {@code this} may be passed around. */
final class Constructors {
  private Constructors() {}

  /** The call of {@code super(...)} or {@code this(...)}, or null when it cannot be told. */
  static MethodInsnNode superCall(ClassNode type, MethodNode m) {
    int news = 0;
    for (AbstractInsnNode insn : m.instructions) {
      if (insn.getOpcode() == Opcodes.NEW && family(type, ((TypeInsnNode) insn).desc)) {
        news++;
      } else if (insn.getOpcode() == Opcodes.INVOKESPECIAL
          && ((MethodInsnNode) insn).name.equals("<init>")
          && family(type, ((MethodInsnNode) insn).owner)) {
        if (news == 0) {
          return (MethodInsnNode) insn;
        }
        news--;
      }
    }
    return null;
  }

  private static boolean family(ClassNode type, String owner) {
    return owner.equals(type.name) || owner.equals(type.superName);
  }
}
