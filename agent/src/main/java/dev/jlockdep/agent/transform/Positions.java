package dev.jlockdep.agent.transform;

import dev.jlockdep.internal.graph.Sites;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** Gives site numbers to instructions of one type. */
final class Positions {
  private final ClassNode type;
  private final String typeName;
  int count;

  Positions(ClassNode type) {
    this.type = type;
    this.typeName = type.name.replace('/', '.');
  }

  /** Site of an instruction: type, method, file and the line it belongs to. */
  int of(MethodNode m, AbstractInsnNode insn) {
    AbstractInsnNode n = insn;
    while (n != null && !(n instanceof LineNumberNode)) {
      n = n.getPrevious();
    }
    return add(m, n == null ? -1 : ((LineNumberNode) n).line);
  }

  /** Site of a method's first line. */
  int ofStart(MethodNode m) {
    AbstractInsnNode n = m.instructions.getFirst();
    while (n != null && !(n instanceof LineNumberNode)) {
      n = n.getNext();
    }
    return add(m, n == null ? -1 : ((LineNumberNode) n).line);
  }

  private int add(MethodNode m, int line) {
    count++;
    return Sites.position(typeName, m.name, type.sourceFile, line);
  }
}
