package dev.jlockdep.agent.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Puts instructions at the beginning of a static method and on every way out of it. */
final class Around {
  private Around() {}

  static void all(ClassNode type, MethodNode m, InsnList begin, InsnList end) {
    LabelNode handler = new LabelNode();
    LabelNode from = new LabelNode();
    LabelNode last = new LabelNode();
    List<TryCatchBlockNode> blocks = new ArrayList<>();
    begin.add(from);
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      if (insn.getOpcode() != Opcodes.RETURN) {
        continue;
      }
      LabelNode stop = new LabelNode();
      LabelNode resume = new LabelNode();
      InsnList out = copy(end);
      out.insert(stop);
      m.instructions.insertBefore(insn, out);
      m.instructions.insert(insn, resume);
      blocks.add(new TryCatchBlockNode(from, stop, handler, null));
      from = resume;
    }
    m.instructions.insert(begin);
    m.instructions.add(last);
    if (Emit.next(from) != null) {
      blocks.add(new TryCatchBlockNode(from, last, handler, null));
    }
    m.instructions.add(handler);
    if ((type.version & 0xFFFF) >= Opcodes.V1_6) {
      m.instructions.add(
          new FrameNode(
              Opcodes.F_FULL, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"}));
    }
    m.instructions.add(end); // Stack: thrown
    m.instructions.add(new InsnNode(Opcodes.ATHROW));
    m.tryCatchBlocks.addAll(blocks);
  }

  private static InsnList copy(InsnList list) {
    InsnList out = new InsnList();
    for (AbstractInsnNode n : list) {
      out.add(n.clone(new HashMap<>()));
    }
    return out;
  }
}
