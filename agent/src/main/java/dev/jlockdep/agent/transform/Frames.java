package dev.jlockdep.agent.transform;

import jdk.internal.vm.annotation.DontInline;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LabelNode;

/** The stack map of a method, frame by frame, as it is stored: each said relative to the last. */
final class Frames {
  static final int SAME_LOCALS_1 = 64;
  static final int SAME_LOCALS_1_EXTENDED = 247;
  static final int SAME_EXTENDED = 251;
  static final int FULL = 255;
  static final int OBJECT = 7;
  static final int UNINITIALIZED = 8;

  private static final Object[] NONE = {};
  /** By the number the file has for them. */
  private static final Object[] SIMPLE = {
    Opcodes.TOP, Opcodes.INTEGER, Opcodes.FLOAT, Opcodes.DOUBLE, Opcodes.LONG, Opcodes.NULL,
    Opcodes.UNINITIALIZED_THIS
  };

  private final ClassFile file;
  private final Constants constants;
  private final int begin;
  private final int count;
  private int at;
  private int left;
  private int offset = -1;

  Frames(ClassFile file, int content, Constants constants) {
    this.file = file;
    this.constants = constants;
    this.count = file.u2(content);
    this.begin = content + 2;
    this.at = begin;
    this.left = count;
  }

  /** Makes labels of the places where objects were made that a frame knows as not initialised. */
  @DontInline
  void label(LabelNode[] labels) {
    int p = begin;
    for (int i = 0; i < count; i++) {
      int tag = file.b[p] & 255;
      p = types(p, tag);
      if (tag == FULL) {
        p = label(p + 2, file.u2(p), labels);
        p = label(p + 2, file.u2(p), labels);
      } else {
        p = label(p, count(tag), labels);
      }
    }
  }

  @DontInline
  private int label(int from, int types, LabelNode[] labels) {
    int p = from;
    for (int i = 0; i < types; i++) {
      int tag = file.b[p];
      if (tag == UNINITIALIZED && labels[file.u2(p + 1)] == null) {
        labels[file.u2(p + 1)] = new LabelNode();
      }
      p += tag >= OBJECT ? 3 : 1;
    }
    return p;
  }

  /** Offset of the instruction that the next frame belongs to, or -1. */
  @DontInline
  int next() {
    if (left == 0) {
      return -1;
    }
    int tag = file.b[at] & 255;
    int delta = tag < SAME_LOCALS_1 ? tag : tag < 128 ? tag - SAME_LOCALS_1 : file.u2(at + 1);
    return offset + 1 + delta;
  }

  /** Where the types of a frame begin. */
  static int types(int frame, int tag) {
    return frame + (tag < SAME_LOCALS_1_EXTENDED ? 1 : 3);
  }

  /** How many types follow, other than in a full frame. */
  static int count(int tag) {
    if (tag < SAME_LOCALS_1) {
      return 0;
    }
    return tag <= SAME_LOCALS_1_EXTENDED ? 1 : Math.max(0, tag - SAME_EXTENDED);
  }

  @DontInline
  StoredFrame read(LabelNode[] labels) {
    offset = next();
    left--;
    int frame = at;
    int tag = file.b[frame] & 255;
    at = types(frame, tag);
    if (tag < SAME_LOCALS_1 || tag == SAME_EXTENDED) {
      return new StoredFrame(frame, Opcodes.F_SAME, NONE, NONE);
    }
    if (tag <= SAME_LOCALS_1_EXTENDED) {
      return new StoredFrame(frame, Opcodes.F_SAME1, NONE, decode(1, labels));
    }
    if (tag < SAME_EXTENDED) {
      return new StoredFrame(frame, Opcodes.F_CHOP, new Object[SAME_EXTENDED - tag], NONE);
    }
    if (tag < FULL) {
      return new StoredFrame(frame, Opcodes.F_APPEND, decode(count(tag), labels), NONE);
    }
    Object[] locals = decode(u2(), labels);
    return new StoredFrame(frame, Opcodes.F_FULL, locals, decode(u2(), labels));
  }

  private int u2() {
    at += 2;
    return file.u2(at - 2);
  }

  @DontInline
  private Object[] decode(int n, LabelNode[] labels) {
    Object[] types = n == 0 ? NONE : new Object[n];
    for (int i = 0; i < n; i++) {
      int tag = file.b[at];
      if (tag == OBJECT) {
        types[i] = constants.type(file.u2(at + 1));
      } else if (tag == UNINITIALIZED) {
        types[i] = labels[file.u2(at + 1)];
      } else {
        types[i] = SIMPLE[tag];
      }
      at += tag >= OBJECT ? 3 : 1;
    }
    return types;
  }
}
