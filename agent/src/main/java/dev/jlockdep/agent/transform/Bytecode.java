package dev.jlockdep.agent.transform;

import jdk.internal.vm.annotation.DontInline;
import org.objectweb.asm.Opcodes;

/** Size and form of instructions, by their code. */
final class Bytecode {
  static final int LDC_W = 19;
  static final int LDC2_W = 20;
  static final int WIDE = 196;
  static final int GOTO_W = 200;
  static final int JSR_W = 201;

  static final int PLAIN = 0;
  static final int LOAD_SHORT = 1;
  static final int STORE_SHORT = 2;
  static final int VAR = 3;
  static final int MEMBER = 4;
  static final int JUMP = 5;
  static final int TYPE = 6;
  static final int RARE = 7;

  private static final byte[] SIZE = new byte[256];
  private static final byte[] FORM = new byte[256];

  static {
    for (int op = 0; op < SIZE.length; op++) {
      SIZE[op] = (byte) sizeOf(op);
      FORM[op] = (byte) formOf(op);
    }
  }

  private Bytecode() {}

  /** In bytes; 0 if it varies. */
  static int size(int op) {
    return SIZE[op];
  }

  /** In bytes, of the instruction at {@code p} in code that begins at {@code from}. */
  static int size(ClassFile file, int p, int from) {
    int op = file.b[p] & 255;
    int size = SIZE[op];
    return size == 0 ? variableSize(file, p, from) : size;
  }

  static int form(int op) {
    return FORM[op];
  }

  static boolean isJump(int op) {
    return FORM[op] == JUMP || op == GOTO_W || op == JSR_W;
  }

  /** Where the operands of a switch begin: behind up to three bytes of padding. */
  static int operands(int p, int from) {
    return p + 4 - (p - from & 3);
  }

  @DontInline
  static int variableSize(ClassFile file, int p, int from) {
    int q = operands(p, from);
    switch (file.b[p] & 255) {
      case Opcodes.TABLESWITCH:
        return q - p + 12 + (file.u4(q + 8) - file.u4(q + 4) + 1) * 4;
      case Opcodes.LOOKUPSWITCH:
        return q - p + 8 + file.u4(q + 4) * 8;
      default:
        return (file.b[p + 1] & 255) == Opcodes.IINC ? 6 : 4; // wide
    }
  }

  private static int sizeOf(int op) {
    if (op == Opcodes.TABLESWITCH || op == Opcodes.LOOKUPSWITCH || op == WIDE) {
      return 0;
    }
    if (op == Opcodes.BIPUSH || op == Opcodes.LDC || op >= Opcodes.ILOAD && op <= Opcodes.ALOAD
        || op >= Opcodes.ISTORE && op <= Opcodes.ASTORE || op == Opcodes.RET
        || op == Opcodes.NEWARRAY) {
      return 2;
    }
    if (op == Opcodes.SIPUSH || op == LDC_W || op == LDC2_W || op == Opcodes.IINC
        || op >= Opcodes.IFEQ && op <= Opcodes.JSR
        || op >= Opcodes.GETSTATIC && op <= Opcodes.INVOKESTATIC || op == Opcodes.NEW
        || op == Opcodes.ANEWARRAY || op == Opcodes.CHECKCAST || op == Opcodes.INSTANCEOF
        || op == Opcodes.IFNULL || op == Opcodes.IFNONNULL) {
      return 3;
    }
    if (op == Opcodes.MULTIANEWARRAY) {
      return 4;
    }
    if (op == Opcodes.INVOKEINTERFACE || op == Opcodes.INVOKEDYNAMIC || op == GOTO_W
        || op == JSR_W) {
      return 5;
    }
    return 1;
  }

  private static int formOf(int op) {
    if (op >= 26 && op <= 45) {
      return LOAD_SHORT;
    }
    if (op >= 59 && op <= 78) {
      return STORE_SHORT;
    }
    if (op >= Opcodes.ILOAD && op <= Opcodes.ALOAD || op >= Opcodes.ISTORE && op <= Opcodes.ASTORE
        || op == Opcodes.RET) {
      return VAR;
    }
    if (op >= Opcodes.GETSTATIC && op <= Opcodes.INVOKEINTERFACE) {
      return MEMBER;
    }
    if (op >= Opcodes.IFEQ && op <= Opcodes.JSR || op == Opcodes.IFNULL
        || op == Opcodes.IFNONNULL) {
      return JUMP;
    }
    if (op == Opcodes.NEW || op == Opcodes.ANEWARRAY || op == Opcodes.CHECKCAST
        || op == Opcodes.INSTANCEOF) {
      return TYPE;
    }
    return sizeOf(op) == 1 && op < WIDE ? PLAIN : RARE;
  }
}
