package dev.jlockdep.agent.transform;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** An initialiser says when it begins and ends, and what it puts into the fields of its type. */
final class InitWeaver {
  static final String HOOKS = "dev/jlockdep/hooks/InitHooks";

  private InitWeaver() {}

  static void weave(ClassNode type, MethodNode m, int id, TypeFilter filter) {
    if (extensible(type.access)) {
      stores(type, m, id, filter);
    }
    InsnList begin = new InsnList();
    begin.add(Emit.push(id)); // Stack: id
    begin.add(hook("begins", "(I)V")); // Stack:
    InsnList end = new InsnList();
    end.add(Emit.push(id));
    end.add(hook("ends", "(I)V"));
    Around.all(type, m, begin, end);
  }

  private static void stores(ClassNode type, MethodNode m, int id, TypeFilter filter) {
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      if (insn.getOpcode() == Opcodes.PUTSTATIC && mayHoldSubtype(type, (FieldInsnNode) insn, filter)) {
        InsnList l = new InsnList();
        l.add(new InsnNode(Opcodes.DUP)); // Stack: value value
        l.add(Emit.push(id)); // Stack: value value id
        l.add(hook("stored", "(Ljava/lang/Object;I)V")); // Stack: value
        m.instructions.insertBefore(insn, l);
      }
    }
  }

  /** Whether a class can have the type as its superclass: only of such do stores tell anything. */
  static boolean extensible(int access) {
    return (access & (Opcodes.ACC_FINAL | Opcodes.ACC_INTERFACE)) == 0;
  }

  private static boolean mayHoldSubtype(ClassNode type, FieldInsnNode put, TypeFilter filter) {
    return put.owner.equals(type.name)
        && put.desc.startsWith("L")
        && !filter.jdk(put.desc.substring(1));
  }

  private static MethodInsnNode hook(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, HOOKS, name, descriptor, false);
  }
}
