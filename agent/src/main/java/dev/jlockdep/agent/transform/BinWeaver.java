package dev.jlockdep.agent.transform;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The bins of {@code ConcurrentHashMap}: {@code compute} and its kin run user code under the monitor
 * of a bin. The hash of the key, which every such method keeps in a local, tells bins apart.
 */
final class BinWeaver {
  static final String MAP = "java/util/concurrent/ConcurrentHashMap";

  private BinWeaver() {}

  /** Whether a method with this descriptor may have a key to hash. */
  static boolean mayWeave(String descriptor) {
    return descriptor.startsWith("(Ljava/lang/Object;");
  }

  /** Weaves the map; returns the number of methods changed. */
  static int weave(ClassNode type, Positions positions, MonitorWeaver monitors) {
    int n = 0;
    for (MethodNode m : type.methods) {
      int hash = hashLocal(m);
      if (hash >= 0) {
        weave(m, hash, positions, monitors);
        n++;
      }
    }
    return n;
  }

  private static int hashLocal(MethodNode m) {
    for (AbstractInsnNode insn : m.instructions) {
      if (insn instanceof MethodInsnNode
          && ((MethodInsnNode) insn).name.equals("spread")
          && insn.getNext() instanceof VarInsnNode
          && insn.getNext().getOpcode() == Opcodes.ISTORE) {
        return ((VarInsnNode) insn.getNext()).var;
      }
    }
    return -1;
  }

  private static void weave(
      MethodNode m, int hash, Positions positions, MonitorWeaver monitors) {
    boolean callsOut = m.name.startsWith("compute") || m.name.equals("merge");
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      if (insn.getOpcode() == Opcodes.MONITORENTER) {
        InsnList l = new InsnList();
        l.add(new InsnNode(Opcodes.DUP)); // Stack: node node
        l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: node node map
        l.add(new VarInsnNode(Opcodes.ILOAD, hash)); // Stack: node node map hash
        l.add(Emit.push(callsOut ? 1 : 0));
        l.add(Emit.push(positions.of(m, insn)));
        l.add(Emit.hook("binRequest", "(Ljava/lang/Object;Ljava/lang/Object;III)V"));
        m.instructions.insertBefore(insn, l);
      } else if (insn.getOpcode() == Opcodes.MONITOREXIT) {
        monitors.exit(m, insn);
      }
    }
  }
}
