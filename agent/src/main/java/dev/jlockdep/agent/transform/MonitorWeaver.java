package dev.jlockdep.agent.transform;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Synchronized blocks and methods. A method loses its {@code synchronized} flag and gets the block
 * that javac would have made, because only then the request can be seen before the acquire. Where
 * the flag cannot go (types loaded before us), the hook comes right after the acquire instead.
 *
 * <p>The exit hook stands <em>after</em> {@code monitorexit} and outside every handler that would
 * exit again: a StackOverflowError in it then leaves the monitor released, once.
 */
final class MonitorWeaver {
  private static final String CLASS = "java/lang/Class";
  private final ClassNode type;
  private final Positions positions;

  MonitorWeaver(ClassNode type, Positions positions) {
    this.type = type;
    this.positions = positions;
  }

  void weaveBlocks(MethodNode m) {
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      if (insn.getOpcode() == Opcodes.MONITORENTER) {
        enter(m, insn);
      } else if (insn.getOpcode() == Opcodes.MONITOREXIT) {
        exit(m, insn);
      }
    }
  }

  private void enter(MethodNode m, AbstractInsnNode insn) {
    InsnList l = new InsnList();
    l.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
    l.add(Emit.push(positions.of(m, insn))); // Stack: lock lock site
    l.add(Emit.hook("monitorRequest", "(Ljava/lang/Object;I)V")); // Stack: lock
    m.instructions.insertBefore(insn, l);
  }

  void exit(MethodNode m, AbstractInsnNode insn) {
    m.instructions.insertBefore(insn, new InsnNode(Opcodes.DUP)); // Stack: lock lock
    LabelNode after = new LabelNode();
    m.instructions.insert(insn, after);
    m.instructions.insert(after, Emit.hook("monitorExit", "(Ljava/lang/Object;)V"));
    AbstractInsnNode n = after.getNext().getNext();
    List<LabelNode> ends = new ArrayList<>();
    while (n != null && n.getOpcode() < 0) {
      if (n instanceof LabelNode) {
        ends.add((LabelNode) n);
      }
      n = n.getNext();
    }
    for (TryCatchBlockNode t : m.tryCatchBlocks) {
      if (ends.contains(t.end) && m.instructions.indexOf(t.start) < m.instructions.indexOf(insn)) {
        t.end = after;
      }
    }
  }

  /** Whether the flag of a synchronized method can be replaced by a block. */
  boolean canReplace(MethodNode m) {
    if ((m.access & Opcodes.ACC_STATIC) != 0) {
      return true;
    }
    for (AbstractInsnNode insn : m.instructions) {
      if (insn instanceof VarInsnNode
          && ((VarInsnNode) insn).var == 0
          && insn.getOpcode() >= Opcodes.ISTORE) {
        return false;
      }
    }
    return true;
  }

  /** Turns a synchronized method into a method with one synchronized block around everything. */
  void replace(MethodNode m) {
    m.access &= ~Opcodes.ACC_SYNCHRONIZED;
    LabelNode start = new LabelNode();
    InsnList head = new InsnList();
    head.add(lock(m)); // Stack: lock
    int slot = 0;
    if ((m.access & Opcodes.ACC_STATIC) != 0) {
      // as javac does it: a monitor that is not left through the value it was entered with is no
      // pair to the JVM, which then never compiles the method
      slot = m.maxLocals++;
      head.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
      head.add(new VarInsnNode(Opcodes.ASTORE, slot)); // Stack: lock
      ThisFrames.keepBehind(m, slot, CLASS);
    }
    head.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
    head.add(Emit.push(positions.ofStart(m))); // Stack: lock lock site
    head.add(Emit.hook("monitorRequest", "(Ljava/lang/Object;I)V")); // Stack: lock
    head.add(new InsnNode(Opcodes.MONITORENTER)); // Stack:
    head.add(start);
    wrap(m, head, start, true, slot);
  }

  /** For a method that keeps its flag: the hook right after the acquire, and on every way out. */
  void follow(MethodNode m) {
    LabelNode start = new LabelNode();
    InsnList head = new InsnList();
    head.add(lock(m)); // Stack: lock
    head.add(Emit.push(positions.ofStart(m))); // Stack: lock site
    head.add(Emit.hook("monitorRequest", "(Ljava/lang/Object;I)V")); // Stack:
    head.add(start);
    wrap(m, head, start, false, 0);
  }

  /**
   * @param monitor whether the monitor is left here
   * @param slot local variable with the lock of a static method that leaves it here
   */
  private void wrap(
      MethodNode m, InsnList head, LabelNode start, boolean monitor, int slot) {
    if ((m.access & Opcodes.ACC_STATIC) == 0) {
      ThisFrames.keep(m, type.name);
    }
    LabelNode handler = new LabelNode();
    List<TryCatchBlockNode> blocks = new ArrayList<>();
    LabelNode from = start;
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      int op = insn.getOpcode();
      if (op < Opcodes.IRETURN || op > Opcodes.RETURN) {
        continue;
      }
      LabelNode end = new LabelNode();
      LabelNode resume = new LabelNode();
      InsnList out = new InsnList();
      if (monitor) {
        out.add(entered(m, slot));
        out.add(new InsnNode(Opcodes.MONITOREXIT));
      }
      out.add(end);
      out.add(lock(m));
      out.add(Emit.hook("monitorExit", "(Ljava/lang/Object;)V"));
      m.instructions.insertBefore(insn, out);
      m.instructions.insert(insn, resume);
      blocks.add(new TryCatchBlockNode(from, end, handler, null));
      from = resume;
    }
    LabelNode last = new LabelNode();
    m.instructions.insert(head);
    m.instructions.add(last);
    if (Emit.next(from) != null) {
      blocks.add(new TryCatchBlockNode(from, last, handler, null));
    }
    tail(m, handler, monitor, slot, blocks);
    m.tryCatchBlocks.addAll(blocks);
    keepScopes(m, last);
  }

  private void tail(
      MethodNode m, LabelNode handler, boolean monitor, int slot,
      List<TryCatchBlockNode> blocks) {
    InsnList tail = new InsnList();
    tail.add(handler);
    if ((type.version & 0xFFFF) >= Opcodes.V1_6) {
      boolean isStatic = (m.access & Opcodes.ACC_STATIC) != 0;
      Object[] locals =
          !isStatic ? new Object[] {type.name}
              : monitor ? ThisFrames.behind(List.of(), slot, CLASS).toArray() : new Object[0];
      // a full frame: it also follows compressed ones
      tail.add(
          new FrameNode(
              Opcodes.F_FULL, locals.length, locals, 1, new Object[] {"java/lang/Throwable"}));
    }
    if (monitor) {
      LabelNode end = new LabelNode();
      tail.add(entered(m, slot)); // Stack: thrown lock
      tail.add(new InsnNode(Opcodes.MONITOREXIT)); // Stack: thrown
      tail.add(end);
      blocks.add(new TryCatchBlockNode(handler, end, handler, null));
    }
    tail.add(lock(m)); // Stack: thrown lock
    tail.add(Emit.hook("monitorExit", "(Ljava/lang/Object;)V")); // Stack: thrown
    tail.add(new InsnNode(Opcodes.ATHROW));
    m.instructions.add(tail);
  }

  /** Debug information must not claim that user variables live in our handler. */
  private static void keepScopes(MethodNode m, LabelNode last) {
    if (m.localVariables == null) {
      return;
    }
    for (LocalVariableNode v : m.localVariables) {
      if (Emit.next(v.end) == null) {
        v.end = last;
      }
    }
  }

  private AbstractInsnNode entered(MethodNode m, int slot) {
    return (m.access & Opcodes.ACC_STATIC) == 0 ? lock(m) : new VarInsnNode(Opcodes.ALOAD, slot);
  }

  private AbstractInsnNode lock(MethodNode m) {
    if ((m.access & Opcodes.ACC_STATIC) == 0) {
      return new VarInsnNode(Opcodes.ALOAD, 0);
    }
    if ((type.version & 0xFFFF) < Opcodes.V1_5) {
      // class constants came with that version; what else it changed is looser name checking
      type.version = Opcodes.V1_5;
    }
    return new LdcInsnNode(Type.getObjectType(type.name));
  }
}
