package dev.jlockdep.agent.transform;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * JUnit 4 without a launcher tells its tests only to its own notifier: each is a task of its own, like
 * those of the newer engines. The notifier's locks are JUnit's affair and not watched.
 */
final class JUnit4 {
  static final String NOTIFIER = "org/junit/runner/notification/RunNotifier";

  private JUnit4() {}

  static byte[] weave(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassNode type = new ClassNode(Opcodes.ASM9);
    reader.accept(type, 0);
    for (MethodNode m : type.methods) {
      if (m.name.equals("fireTestStarted")
          && m.desc.equals("(Lorg/junit/runner/Description;)V")) {
        InsnList l = new InsnList();
        l.add(new VarInsnNode(Opcodes.ALOAD, 1)); // Stack: description
        l.add(Emit.hook("testStarts", "(Ljava/lang/Object;)V")); // Stack:
        m.instructions.insert(l);
      }
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    type.accept(writer);
    return writer.toByteArray();
  }
}
