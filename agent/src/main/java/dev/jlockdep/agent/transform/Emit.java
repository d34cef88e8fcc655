package dev.jlockdep.agent.transform;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** The few instructions that woven code consists of. */
final class Emit {
  static final String HOOKS = "dev/jlockdep/hooks/Hooks";

  private Emit() {}

  static MethodInsnNode hook(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, HOOKS, name, descriptor, false);
  }

  /** A call of the hooks for waits. */
  static MethodInsnNode waitHook(String name, String descriptor) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, "dev/jlockdep/hooks/WaitHooks", name, descriptor, false);
  }

  /** A call of something in the hooks package that takes and gives nothing. */
  static MethodInsnNode signal(String type) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, "dev/jlockdep/hooks/".concat(type), "now", "()V", false);
  }

  static AbstractInsnNode push(int value) {
    if (value >= -1 && value <= 5) {
      return new InsnNode(Opcodes.ICONST_0 + value);
    }
    if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      return new IntInsnNode(Opcodes.BIPUSH, value);
    }
    if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      return new IntInsnNode(Opcodes.SIPUSH, value);
    }
    return new LdcInsnNode(value);
  }

  /** The next instruction that does something, or null. */
  static AbstractInsnNode next(AbstractInsnNode insn) {
    AbstractInsnNode n = insn.getNext();
    while (n != null && n.getOpcode() < 0) {
      n = n.getNext();
    }
    return n;
  }
}
