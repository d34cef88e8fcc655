package dev.jlockdep.agent.transform;

import dev.jlockdep.agent.model.Annotations;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Names what is stored in fields that have a name for its lock class. Comes after all other weaving,
 * which looks for a constructor right before the store.
 */
final class FieldNames {
  private FieldNames() {}

  /** Complaints are added to {@code errors}. */
  static byte[] weave(byte[] classFile, List<String> errors) {
    ClassReader reader = new ClassReader(classFile);
    ClassNode type = new ClassNode(Opcodes.ASM9);
    reader.accept(type, ClassReader.EXPAND_FRAMES);
    Annotations annotations = new Annotations();
    for (FieldNode f : type.fields) {
      String name = annotations.lockClass(f);
      if (name == null) {
        continue;
      }
      if (name.isBlank() || Type.getType(f.desc).getSort() < Type.ARRAY) {
        errors.add(
            "@LockClassName of " + type.name.replace('/', '.') + "." + f.name
                + " must have a name, and stand at a field that holds an object");
        continue;
      }
      for (MethodNode m : type.methods) {
        name(type, m, f, name);
      }
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    type.accept(writer);
    return writer.toByteArray();
  }

  private static void name(ClassNode type, MethodNode m, FieldNode f, String name) {
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      int op = insn.getOpcode();
      if ((op == Opcodes.PUTFIELD || op == Opcodes.PUTSTATIC)
          && ((FieldInsnNode) insn).owner.equals(type.name)
          && ((FieldInsnNode) insn).name.equals(f.name)) {
        InsnList l = new InsnList();
        l.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
        l.add(new LdcInsnNode(name)); // Stack: lock lock name
        l.add(
            new MethodInsnNode(
                Opcodes.INVOKESTATIC, RuleMethod.HOOKS, "named",
                "(Ljava/lang/Object;Ljava/lang/String;)V", false)); // Stack: lock
        m.instructions.insertBefore(insn, l);
      }
    }
  }
}
