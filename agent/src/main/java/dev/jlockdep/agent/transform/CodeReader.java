package dev.jlockdep.agent.transform;

import java.util.ArrayList;
import java.util.List;
import jdk.internal.vm.annotation.DontInline;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Takes method bodies apart into ASM's nodes. ASM's own reader does it in one method of 5 KB of
 * bytecode, which the JVM's compilers translate again and again while an application starts: that
 * alone was half of what weaving cost. Here are small methods, and what no weaver looks at
 * (annotations, other attributes of methods) is not read at all.
 */
final class CodeReader {
  private final ClassFile file;
  private final byte[] b;
  private final Constants constants;
  /** By constant: what an attribute of that name is, 0 when not asked yet. */
  private final byte[] kinds;
  /** Of the method being read: where its code begins, its length, and the labels by offset. */
  private int from;
  private int length;
  private LabelNode[] labels;
  /** The first line number of an offset, and the few that share their place with another. */
  private LineNumberNode[] lines;
  private final List<LineNumberNode> moreLines = new ArrayList<>(0);
  private Frames frames;

  CodeReader(ClassFile file) {
    this.file = file;
    this.b = file.b;
    this.constants = new Constants(file);
    this.kinds = new byte[file.constants.length];
  }

  /** The type without fields and methods. */
  ClassNode head() {
    ClassNode node = new ClassNode(Opcodes.ASM9);
    int at = file.header;
    node.version = file.u4(4);
    node.access = file.u2(at);
    node.name = constants.type(file.u2(at + 2));
    int superType = file.u2(at + 4);
    node.superName = superType == 0 ? null : constants.type(superType);
    for (int i = 0; i < file.u2(at + 6); i++) {
      node.interfaces.add(constants.type(file.u2(at + 8 + 2 * i)));
    }
    int source = file.attribute("SourceFile");
    node.sourceFile = source < 0 ? null : constants.textAt(source + 6);
    return node;
  }

  /** A method, by its place in the file. */
  @DontInline
  TakenMethod method(int place, boolean monitors, boolean calls) {
    int at = file.method[place];
    TakenMethod m =
        new TakenMethod(
            file.u2(at), constants.textAt(at + 2), constants.textAt(at + 4), place, monitors,
            calls);
    read(m);
    return m;
  }

  /** Whether a method, by its place in the file, holds nothing but what is read here. */
  boolean canRead(int method) {
    int code = file.code(method);
    if (code == 0) {
      return true;
    }
    int at = file.attributesOfCode(code);
    for (int i = file.u2(at - 2); i > 0; i--) {
      if (kind(file.u2(at)) == UNKNOWN) {
        return false;
      }
      at += 6 + file.u4(at + 2);
    }
    return true;
  }

  static final int UNKNOWN = 1;
  static final int LINES = 2;
  static final int VARIABLES = 3;
  static final int GENERICS = 4;
  static final int FRAMES = 5;

  /** The kind of an attribute of code. */
  @DontInline
  int kind(int name) {
    if (kinds[name] == 0) {
      kinds[name] = (byte) look(name);
    }
    return kinds[name];
  }

  @DontInline
  private int look(int name) {
    if (file.reads(name, "LineNumberTable")) {
      return LINES;
    }
    if (file.reads(name, "LocalVariableTable")) {
      return VARIABLES;
    }
    if (file.reads(name, "LocalVariableTypeTable")) {
      return GENERICS;
    }
    return file.reads(name, "StackMapTable") && file.u2(6) >= Opcodes.V1_6 ? FRAMES : UNKNOWN;
  }

  private void read(TakenMethod m) {
    int code = file.code(m.place);
    if (code == 0) {
      return;
    }
    m.maxStack = file.u2(code);
    m.maxLocals = file.u2(code + 2);
    length = file.u4(code + 4);
    from = code + 8;
    labels = new LabelNode[length + 1];
    lines = new LineNumberNode[length + 1];
    moreLines.clear();
    frames = null;
    handlers(m);
    attributes(m, file.attributesOfCode(code));
    int count = targets();
    m.originals = new AbstractInsnNode[count];
    m.offsets = new int[count];
    instructions(m);
  }

  @DontInline
  private LabelNode label(int offset) {
    LabelNode label = labels[offset];
    if (label == null) {
      label = new LabelNode();
      labels[offset] = label;
    }
    return label;
  }

  // ---- tables ----------------------------------------------------------------------------------

  @DontInline
  private void handlers(MethodNode m) {
    int at = from + length;
    for (int i = file.u2(at); i > 0; i--) {
      int type = file.u2(at + 8);
      m.tryCatchBlocks.add(
          new Handler(
              label(file.u2(at + 2)),
              label(file.u2(at + 4)),
              label(file.u2(at + 6)),
              type == 0 ? null : constants.type(type),
              type));
      at += 8;
    }
  }

  @DontInline
  private void attributes(MethodNode m, int first) {
    int generics = 0;
    int at = first;
    for (int i = file.u2(at - 2); i > 0; i--) {
      int content = at + 6;
      switch (kind(file.u2(at))) {
        case LINES:
          lines(content);
          break;
        case VARIABLES:
          variables(m, content);
          break;
        case GENERICS:
          generics = content;
          break;
        default:
          frames = new Frames(file, content, constants);
          frames.label(labels);
          break;
      }
      at = content + file.u4(at + 2);
    }
    if (generics != 0) {
      generics(m, generics);
    }
  }

  @DontInline
  private void lines(int at) {
    int p = at + 2;
    for (int i = file.u2(at); i > 0; i--) {
      int offset = file.u2(p);
      LineNumberNode line = new LineNumberNode(file.u2(p + 2), label(offset));
      if (lines[offset] == null) {
        lines[offset] = line;
      } else {
        moreLines.add(line);
      }
      p += 4;
    }
  }

  @DontInline
  private void add(MethodNode m, LineNumberNode line) {
    m.instructions.add(line);
    for (LineNumberNode more : moreLines) {
      if (more.start == line.start) {
        m.instructions.add(more);
      }
    }
  }

  @DontInline
  private void variables(MethodNode m, int at) {
    int p = at + 2;
    for (int i = file.u2(at); i > 0; i--) {
      int start = file.u2(p);
      m.localVariables.add(
          new Variable(
              constants, p, label(start), label(start + file.u2(p + 2)), file.u2(p + 8)));
      p += 10;
    }
  }

  @DontInline
  private void generics(MethodNode m, int at) {
    int p = at + 2;
    for (int i = file.u2(at); i > 0; i--) {
      LabelNode start = labels[file.u2(p)];
      int index = file.u2(p + 8);
      for (LocalVariableNode v : m.localVariables) {
        if (v.index == index && v.start == start) {
          ((Variable) v).generics = p;
          break;
        }
      }
      p += 10;
    }
  }

  // ---- instructions ----------------------------------------------------------------------------

  /** Makes the labels that branches lead to; returns the number of instructions. */
  @DontInline
  private int targets() {
    int end = from + length;
    int count = 0;
    for (int p = from; p < end; p += Bytecode.size(file, p, from)) {
      int op = b[p] & 255;
      count++;
      if (op < Opcodes.IFEQ) {
        continue;
      }
      if (Bytecode.isJump(op)) {
        label(target(p, op));
      } else if (op == Opcodes.TABLESWITCH || op == Opcodes.LOOKUPSWITCH) {
        switchTargets(p, op);
      }
    }
    return count;
  }

  private int target(int p, int op) {
    return p - from + (op >= Bytecode.GOTO_W ? file.u4(p + 1) : (short) file.u2(p + 1));
  }

  @DontInline
  private void switchTargets(int p, int op) {
    int q = Bytecode.operands(p, from);
    label(p - from + file.u4(q));
    boolean table = op == Opcodes.TABLESWITCH;
    int n = table ? file.u4(q + 8) - file.u4(q + 4) + 1 : file.u4(q + 4);
    int step = table ? 4 : 8;
    int at = q + 12;
    for (int i = 0; i < n; i++) {
      label(p - from + file.u4(at));
      at += step;
    }
  }

  @DontInline
  private void instructions(TakenMethod m) {
    int end = from + length;
    int n = 0;
    int frameAt = frames == null ? -1 : frames.next();
    for (int p = from; p < end; p += Bytecode.size(file, p, from)) {
      int offset = p - from;
      if (labels[offset] != null) {
        m.instructions.add(labels[offset]);
        if (lines[offset] != null) {
          add(m, lines[offset]);
        }
      }
      if (offset == frameAt) {
        m.instructions.add(frames.read(labels));
        frameAt = frames.next();
      }
      AbstractInsnNode node = node(p, b[p] & 255);
      m.instructions.add(node);
      m.originals[n] = node;
      m.offsets[n++] = offset;
    }
    if (labels[length] != null) {
      m.instructions.add(labels[length]);
    }
  }

  @DontInline
  private AbstractInsnNode node(int p, int op) {
    switch (Bytecode.form(op)) {
      case Bytecode.PLAIN:
        return new InsnNode(op);
      case Bytecode.LOAD_SHORT:
        return new VarInsnNode(Opcodes.ILOAD + (op - 26 >> 2), op - 26 & 3);
      case Bytecode.STORE_SHORT:
        return new VarInsnNode(Opcodes.ISTORE + (op - 59 >> 2), op - 59 & 3);
      case Bytecode.VAR:
        return new VarInsnNode(op, b[p + 1] & 255);
      case Bytecode.MEMBER:
        return member(op, file.u2(p + 1));
      case Bytecode.JUMP:
        return new JumpInsnNode(op, labels[target(p, op)]);
      case Bytecode.TYPE:
        return new TypeInsnNode(op, constants.type(file.u2(p + 1)));
      default:
        return rareNode(p, op);
    }
  }

  @DontInline
  private AbstractInsnNode rareNode(int p, int op) {
    switch (op) {
      case Opcodes.BIPUSH, Opcodes.NEWARRAY:
        return new IntInsnNode(op, b[p + 1]);
      case Opcodes.SIPUSH:
        return new IntInsnNode(op, (short) file.u2(p + 1));
      case Opcodes.LDC:
        return new LdcInsnNode(constants.value(b[p + 1] & 255));
      case Bytecode.LDC_W, Bytecode.LDC2_W:
        return new LdcInsnNode(constants.value(file.u2(p + 1)));
      case Opcodes.IINC:
        return new IincInsnNode(b[p + 1] & 255, b[p + 2]);
      case Opcodes.TABLESWITCH:
        return tableSwitch(p);
      case Opcodes.LOOKUPSWITCH:
        return lookupSwitch(p);
      case Opcodes.INVOKEDYNAMIC:
        return dynamic(file.u2(p + 1));
      case Bytecode.WIDE:
        return wide(p + 1);
      case Opcodes.MULTIANEWARRAY:
        return new MultiANewArrayInsnNode(constants.type(file.u2(p + 1)), b[p + 3] & 255);
      case Bytecode.GOTO_W, Bytecode.JSR_W:
        return new JumpInsnNode(op - Bytecode.GOTO_W + Opcodes.GOTO, labels[target(p, op)]);
      default:
        throw new IndexOutOfBoundsException("instruction with code " + op);
    }
  }

  @DontInline
  private AbstractInsnNode member(int op, int ref) {
    int at = file.constants[ref];
    int nameAndType = file.constants[file.u2(at + 3)];
    String owner = constants.type(file.u2(at + 1));
    String name = constants.text(file.u2(nameAndType + 1));
    String descriptor = constants.text(file.u2(nameAndType + 3));
    return op < Opcodes.INVOKEVIRTUAL
        ? new FieldInsnNode(op, owner, name, descriptor)
        : new MethodInsnNode(op, owner, name, descriptor, b[at] == 11);
  }

  @DontInline
  private AbstractInsnNode dynamic(int index) {
    int at = file.constants[index];
    int nameAndType = file.constants[file.u2(at + 3)];
    int bootstrap = file.bootstrap(file.u2(at + 1));
    Object[] arguments = new Object[file.u2(bootstrap + 2)];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = constants.value(file.u2(bootstrap + 4 + 2 * i));
    }
    return new InvokeDynamicInsnNode(
        constants.text(file.u2(nameAndType + 1)),
        constants.text(file.u2(nameAndType + 3)),
        (Handle) constants.value(file.u2(bootstrap)),
        arguments);
  }

  private AbstractInsnNode wide(int p) {
    int op = b[p] & 255;
    int index = file.u2(p + 1);
    return op == Opcodes.IINC
        ? new IincInsnNode(index, (short) file.u2(p + 3))
        : new VarInsnNode(op, index);
  }

  private AbstractInsnNode tableSwitch(int p) {
    int q = Bytecode.operands(p, from);
    int min = file.u4(q + 4);
    int max = file.u4(q + 8);
    LabelNode[] cases = new LabelNode[max - min + 1];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = labels[p - from + file.u4(q + 12 + 4 * i)];
    }
    return new TableSwitchInsnNode(min, max, labels[p - from + file.u4(q)], cases);
  }

  private AbstractInsnNode lookupSwitch(int p) {
    int q = Bytecode.operands(p, from);
    int n = file.u4(q + 4);
    int[] keys = new int[n];
    LabelNode[] cases = new LabelNode[n];
    for (int i = 0; i < n; i++) {
      keys[i] = file.u4(q + 8 + 8 * i);
      cases[i] = labels[p - from + file.u4(q + 12 + 8 * i)];
    }
    return new LookupSwitchInsnNode(labels[p - from + file.u4(q)], keys, cases);
  }
}
