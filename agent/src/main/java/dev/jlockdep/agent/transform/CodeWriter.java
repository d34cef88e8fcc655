package dev.jlockdep.agent.transform;

import jdk.internal.vm.annotation.DontInline;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes the code of one method after the other. Instructions that were there before are copied;
 * only branches, frames and tables are written anew, since places have moved. Knows the instructions
 * that weavers use, and gives up on others.
 */
final class CodeWriter {
  private static final int CODE_MAX = 65_535;

  private final ClassFile file;
  private final Pool pool;
  private final boolean framed;
  private final Bytes code = new Bytes(1024);
  /** Of the method being written. */
  private TakenMethod m;
  private AbstractInsnNode[] insns;
  /** Where each of them begins, and behind the last one. */
  private int[] at;
  /** For each, its number among the original instructions, or -1. */
  private int[] original;
  private int from;
  /** What new instructions may put on top of what is there already. */
  private int stackAdded;
  private boolean impossible;

  CodeWriter(ClassFile file, Pool pool, int version) {
    this.file = file;
    this.pool = pool;
    this.framed = (version & 0xFFFF) >= Opcodes.V1_6;
  }

  /** Adds length and content of the code attribute; false, and something added, if it cannot. */
  boolean write(TakenMethod method, Bytes out) {
    m = method;
    insns = m.instructions.toArray();
    at = new int[insns.length + 1];
    original = new int[insns.length];
    from = file.code(m.place) + 8;
    impossible = false;
    stackAdded = 0;
    code.clear();
    layOut();
    if (!impossible) {
      instructions();
    }
    if (impossible || code.length() != at[insns.length]) {
      return false;
    }
    attribute(out);
    return !impossible;
  }

  // ---- where everything goes -------------------------------------------------------------------

  @DontInline
  private void layOut() {
    AbstractInsnNode[] originals = m.originals;
    int next = 0;
    int place = 0;
    int depth = 0;
    for (int i = 0; i < insns.length; i++) {
      AbstractInsnNode insn = insns[i];
      at[i] = place;
      if (next < originals.length && insn == originals[next]) {
        original[i] = next;
        place += originalSize(place, from + m.offsets[next]);
        next++;
        depth = 0;
      } else {
        original[i] = -1;
        place += newSize(insn);
        depth = depth(insn, depth);
        stackAdded = Math.max(stackAdded, depth);
      }
    }
    at[insns.length] = place;
    impossible |= next < originals.length || place > CODE_MAX;
  }

  @DontInline
  private int originalSize(int place, int p) {
    int op = file.b[p] & 255;
    int size = Bytecode.size(file, p, from);
    if (op == Opcodes.TABLESWITCH || op == Opcodes.LOOKUPSWITCH) {
      int padding = Bytecode.operands(p, from) - p - 1;
      return size - padding + (3 - (place & 3));
    }
    return size;
  }

  @DontInline
  private int newSize(AbstractInsnNode insn) {
    switch (insn.getType()) {
      case AbstractInsnNode.LABEL, AbstractInsnNode.LINE, AbstractInsnNode.FRAME:
        return 0;
      case AbstractInsnNode.INSN:
        return 1;
      case AbstractInsnNode.VAR_INSN:
        int variable = ((VarInsnNode) insn).var;
        return variable < 4 ? 1 : variable < 256 ? 2 : 4;
      case AbstractInsnNode.INT_INSN:
        return insn.getOpcode() == Opcodes.SIPUSH ? 3 : 2;
      case AbstractInsnNode.LDC_INSN, AbstractInsnNode.METHOD_INSN, AbstractInsnNode.FIELD_INSN,
          AbstractInsnNode.JUMP_INSN:
        impossible |= insn.getOpcode() == Opcodes.INVOKEINTERFACE;
        return 3;
      default:
        impossible = true;
        return 0;
    }
  }

  /** The depth of the stack after a new instruction; in doubt more, never less. */
  @DontInline
  private static int depth(AbstractInsnNode insn, int before) {
    int op = insn.getOpcode();
    switch (insn.getType()) {
      case AbstractInsnNode.FRAME:
        FrameNode frame = (FrameNode) insn;
        boolean known = insn instanceof StoredFrame || frame.stack == null;
        return known ? 0 : 2 * frame.stack.size();
      case AbstractInsnNode.VAR_INSN:
        int size = op == Opcodes.LLOAD || op == Opcodes.DLOAD || op == Opcodes.LSTORE
            || op == Opcodes.DSTORE ? 2 : 1;
        return op < Opcodes.ISTORE ? before + size : Math.max(0, before - size);
      case AbstractInsnNode.LDC_INSN, AbstractInsnNode.INT_INSN:
        return before + 1;
      case AbstractInsnNode.INSN:
        return Math.max(0, before + effect(op));
      case AbstractInsnNode.FIELD_INSN:
        return before + (op == Opcodes.GETFIELD ? 1 : 2);
      case AbstractInsnNode.METHOD_INSN:
        int sizes = Type.getArgumentsAndReturnSizes(((MethodInsnNode) insn).desc);
        int taken = (sizes >> 2) - (op == Opcodes.INVOKESTATIC ? 1 : 0);
        return Math.max(0, before - taken) + (sizes & 3);
      default:
        return before;
    }
  }

  @DontInline
  private static int effect(int op) {
    switch (op) {
      case Opcodes.MONITORENTER, Opcodes.MONITOREXIT, Opcodes.POP:
        return -1;
      case Opcodes.POP2:
        return -2;
      case Opcodes.LCMP:
        return -3;
      case Opcodes.LCONST_0, Opcodes.LCONST_1, Opcodes.DUP2, Opcodes.DUP2_X1, Opcodes.DUP2_X2:
        return 2;
      default:
        return op < Opcodes.IALOAD || op >= Opcodes.DUP && op <= Opcodes.DUP_X2 ? 1 : 0;
    }
  }

  private int placeOf(LabelNode label) {
    return at[m.instructions.indexOf(label)];
  }

  /** Where an original instruction is now, by its old offset. */
  @DontInline
  private int moved(int offset) {
    int k = java.util.Arrays.binarySearch(m.offsets, offset);
    return at[m.instructions.indexOf(m.originals[k])];
  }

  // ---- instructions ----------------------------------------------------------------------------

  @DontInline
  private void instructions() {
    int copyFrom = 0;
    int copyTo = 0;
    for (int i = 0; i < insns.length; i++) {
      int k = original[i];
      if (k >= 0 && !branches(insns[i].getType())) {
        // neighbours are copied together
        int p = from + m.offsets[k];
        if (p != copyTo) {
          code.add(file.b, copyFrom, copyTo);
          copyFrom = p;
        }
        copyTo = p + Bytecode.size(file, p, from);
      } else if (at[i + 1] > at[i]) {
        code.add(file.b, copyFrom, copyTo);
        copyFrom = 0;
        copyTo = 0;
        if (k >= 0) {
          branch(insns[i], at[i], from + m.offsets[k]);
        } else {
          add(insns[i], at[i]);
        }
      }
    }
    code.add(file.b, copyFrom, copyTo);
  }

  private static boolean branches(int type) {
    return type == AbstractInsnNode.JUMP_INSN || type == AbstractInsnNode.TABLESWITCH_INSN
        || type == AbstractInsnNode.LOOKUPSWITCH_INSN;
  }

  @DontInline
  private void branch(AbstractInsnNode insn, int place, int p) {
    if (insn instanceof JumpInsnNode) {
      int op = file.b[p] & 255;
      int distance = placeOf(((JumpInsnNode) insn).label) - place;
      code.addU1(op);
      if (op >= Bytecode.GOTO_W) {
        code.addU4(distance);
      } else {
        near(distance);
      }
      return;
    }
    code.addU1(insn.getOpcode());
    for (int i = 3 - (place & 3); i > 0; i--) {
      code.addU1(0);
    }
    if (insn instanceof TableSwitchInsnNode) {
      TableSwitchInsnNode table = (TableSwitchInsnNode) insn;
      code.addU4(placeOf(table.dflt) - place);
      code.addU4(table.min);
      code.addU4(table.max);
      for (LabelNode label : table.labels) {
        code.addU4(placeOf(label) - place);
      }
    } else {
      LookupSwitchInsnNode lookup = (LookupSwitchInsnNode) insn;
      code.addU4(placeOf(lookup.dflt) - place);
      code.addU4(lookup.keys.size());
      for (int i = 0; i < lookup.keys.size(); i++) {
        code.addU4(lookup.keys.get(i));
        code.addU4(placeOf(lookup.labels.get(i)) - place);
      }
    }
  }

  private void near(int distance) {
    impossible |= distance != (short) distance;
    code.addU2(distance);
  }

  @DontInline
  private void add(AbstractInsnNode insn, int place) {
    int op = insn.getOpcode();
    switch (insn.getType()) {
      case AbstractInsnNode.INSN:
        code.addU1(op);
        break;
      case AbstractInsnNode.VAR_INSN:
        variable(op, ((VarInsnNode) insn).var);
        break;
      case AbstractInsnNode.INT_INSN:
        code.addU1(op);
        if (op == Opcodes.SIPUSH) {
          code.addU2(((IntInsnNode) insn).operand);
        } else {
          code.addU1(((IntInsnNode) insn).operand);
        }
        break;
      case AbstractInsnNode.LDC_INSN:
        code.addU1(Bytecode.LDC_W);
        code.addU2(constant(((LdcInsnNode) insn).cst));
        break;
      case AbstractInsnNode.METHOD_INSN:
        MethodInsnNode call = (MethodInsnNode) insn;
        impossible |= call.itf;
        code.addU1(op);
        code.addU2(pool.method(call.owner, call.name, call.desc));
        break;
      case AbstractInsnNode.FIELD_INSN:
        FieldInsnNode field = (FieldInsnNode) insn;
        code.addU1(op);
        code.addU2(pool.field(field.owner, field.name, field.desc));
        break;
      default:
        code.addU1(op);
        near(placeOf(((JumpInsnNode) insn).label) - place);
        break;
    }
  }

  @DontInline
  private void variable(int op, int variable) {
    boolean load = op < Opcodes.ISTORE;
    if (op == Opcodes.RET) {
      impossible = true;
    } else if (variable < 4) {
      code.addU1(
          load ? 26 + (op - Opcodes.ILOAD) * 4 + variable
              : 59 + (op - Opcodes.ISTORE) * 4 + variable);
    } else if (variable < 256) {
      code.addU1(op);
      code.addU1(variable);
    } else {
      code.addU1(Bytecode.WIDE);
      code.addU1(op);
      code.addU2(variable);
    }
  }

  @DontInline
  private int constant(Object value) {
    if (value instanceof Integer) {
      return pool.number((Integer) value);
    }
    if (value instanceof Type && ((Type) value).getSort() == Type.OBJECT) {
      return type(((Type) value).getInternalName());
    }
    impossible = true;
    return 0;
  }

  /** The type being woven has a constant of its own already. */
  @DontInline
  private int type(String name) {
    int own = file.u2(file.header + 2);
    boolean ascii = true;
    for (int i = 0; i < name.length(); i++) {
      ascii &= name.charAt(i) < 128 && name.charAt(i) > 0;
    }
    if (file.reads(file.u2(file.constants[own] + 1), name)) {
      return own;
    }
    impossible |= !ascii;
    return pool.type(name);
  }

  // ---- the attribute ---------------------------------------------------------------------------

  @DontInline
  private void attribute(Bytes out) {
    int lengthAt = out.length();
    out.addU4(0);
    // and one: a handler without a frame begins with what was thrown
    out.addU2(m.maxStack + stackAdded + 1);
    out.addU2(variables());
    out.addU4(code.length());
    out.add(code);
    out.addU2(m.tryCatchBlocks.size());
    for (TryCatchBlockNode block : m.tryCatchBlocks) {
      out.addU2(placeOf(block.start));
      out.addU2(placeOf(block.end));
      out.addU2(placeOf(block.handler));
      out.addU2(caught(block));
    }
    int countAt = out.length();
    out.addU2(0);
    int count = copied(out);
    if (framed) {
      count += frames(out);
    }
    out.setU2(countAt, count);
    out.setU4(lengthAt, out.length() - lengthAt - 4);
  }

  private int caught(TryCatchBlockNode block) {
    if (block instanceof Handler) {
      return ((Handler) block).typeConstant;
    }
    return block.type == null ? 0 : type(block.type);
  }

  @DontInline
  private int variables() {
    int max = m.maxLocals;
    for (int i = 0; i < insns.length; i++) {
      if (original[i] < 0 && insns[i] instanceof VarInsnNode) {
        int op = insns[i].getOpcode();
        boolean two = op == Opcodes.LLOAD || op == Opcodes.DLOAD || op == Opcodes.LSTORE
            || op == Opcodes.DSTORE;
        max = Math.max(max, ((VarInsnNode) insns[i]).var + (two ? 2 : 1));
      }
    }
    return max;
  }

  /** The tables that were there, with the new places; returns their number. */
  @DontInline
  private int copied(Bytes out) {
    int count = 0;
    int p = file.attributesOfCode(from - 8);
    for (int i = file.u2(p - 2); i > 0; i--) {
      int start = out.length();
      if (!file.reads(file.u2(p), "StackMapTable")) {
        out.addU2(file.u2(p));
        out.addU4(0);
        table(out, file.u2(p));
        out.setU4(start + 2, out.length() - start - 6);
        count++;
      }
      p += 6 + file.u4(p + 2);
    }
    return count;
  }

  @DontInline
  private void table(Bytes out, int name) {
    int countAt = out.length();
    out.addU2(0);
    int count = 0;
    if (file.reads(name, "LineNumberTable")) {
      for (AbstractInsnNode insn : insns) {
        if (insn instanceof LineNumberNode) {
          out.addU2(placeOf(((LineNumberNode) insn).start));
          out.addU2(((LineNumberNode) insn).line);
          count++;
        }
      }
    } else {
      boolean generic = file.reads(name, "LocalVariableTypeTable");
      for (LocalVariableNode v : m.localVariables) {
        count += variable(out, v, generic);
      }
    }
    out.setU2(countAt, count);
  }

  @DontInline
  private int variable(Bytes out, LocalVariableNode v, boolean generic) {
    if (!(v instanceof Variable)) {
      impossible = true;
      return 0;
    }
    int entry = generic ? ((Variable) v).generics : ((Variable) v).entry;
    if (entry == 0) {
      return 0;
    }
    int start = placeOf(v.start);
    out.addU2(start);
    out.addU2(placeOf(v.end) - start);
    out.add(file.b, entry + 4, entry + 10);
    return 1;
  }

  // ---- frames ----------------------------------------------------------------------------------

  @DontInline
  private int frames(Bytes out) {
    int start = out.length();
    int count = 0;
    int last = -1;
    for (int i = 0; i < insns.length; i++) {
      if (insns[i] instanceof FrameNode) {
        if (count == 0) {
          out.addU2(stackMapTable());
          out.addU4(0);
          out.addU2(0);
        }
        int delta = at[i] - last - 1;
        impossible |= delta < 0;
        frame(out, (FrameNode) insns[i], delta);
        last = at[i];
        count++;
      }
    }
    if (count == 0) {
      return 0;
    }
    out.setU4(start + 2, out.length() - start - 6);
    out.setU2(start + 6, count);
    return 1;
  }

  @DontInline
  private int stackMapTable() {
    int p = file.attributesOfCode(from - 8);
    for (int i = file.u2(p - 2); i > 0; i--) {
      if (file.reads(file.u2(p), "StackMapTable")) {
        return file.u2(p);
      }
      p += 6 + file.u4(p + 2);
    }
    return pool.text("StackMapTable");
  }

  @DontInline
  private void frame(Bytes out, FrameNode frame, int delta) {
    if (frame instanceof StoredFrame && ((StoredFrame) frame).unchanged()) {
      stored(out, ((StoredFrame) frame).at, delta);
      return;
    }
    impossible |= frame.type != Opcodes.F_FULL;
    out.addU1(Frames.FULL);
    out.addU2(delta);
    types(out, frame.local);
    types(out, frame.stack);
  }

  @DontInline
  private void stored(Bytes out, int p, int delta) {
    int tag = file.b[p] & 255;
    boolean same = tag < Frames.SAME_LOCALS_1 || tag == Frames.SAME_EXTENDED;
    int types = Frames.types(p, tag);
    if (same) {
      tagAndDelta(out, delta < 64 ? delta : Frames.SAME_EXTENDED, delta);
    } else if (tag <= Frames.SAME_LOCALS_1_EXTENDED) {
      tagAndDelta(
          out, delta < 64 ? Frames.SAME_LOCALS_1 + delta : Frames.SAME_LOCALS_1_EXTENDED, delta);
      types(out, types, 1);
    } else if (tag < Frames.FULL) {
      tagAndDelta(out, tag, delta);
      types(out, types, Frames.count(tag));
    } else {
      tagAndDelta(out, tag, delta);
      int locals = file.u2(types);
      out.addU2(locals);
      int next = types(out, types + 2, locals);
      out.addU2(file.u2(next));
      types(out, next + 2, file.u2(next));
    }
  }

  private static void tagAndDelta(Bytes out, int tag, int delta) {
    out.addU1(tag);
    if (tag >= Frames.SAME_LOCALS_1_EXTENDED) {
      out.addU2(delta);
    }
  }

  /** Copies types; returns where they end. */
  @DontInline
  private int types(Bytes out, int begin, int count) {
    int p = begin;
    for (int i = 0; i < count; i++) {
      int tag = file.b[p];
      out.addU1(tag);
      if (tag == Frames.UNINITIALIZED) {
        out.addU2(moved(file.u2(p + 1)));
      } else if (tag == Frames.OBJECT) {
        out.add(file.b, p + 1, p + 3);
      }
      p += tag >= Frames.OBJECT ? 3 : 1;
    }
    return p;
  }

  @DontInline
  private void types(Bytes out, java.util.List<Object> types) {
    int count = types == null ? 0 : types.size();
    out.addU2(count);
    for (int i = 0; i < count; i++) {
      Object type = types.get(i);
      if (type instanceof String) {
        out.addU1(Frames.OBJECT);
        out.addU2(type((String) type));
      } else if (type instanceof LabelNode) {
        out.addU1(Frames.UNINITIALIZED);
        out.addU2(placeOf((LabelNode) type));
      } else {
        out.addU1((Integer) type);
      }
    }
  }
}
