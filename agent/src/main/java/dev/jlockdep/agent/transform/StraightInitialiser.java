package dev.jlockdep.agent.transform;

import jdk.internal.vm.annotation.DontInline;
import org.objectweb.asm.Opcodes;

/**
 * Puts the hooks of {@link InitWeaver} into an initialiser without branches, which most are. There
 * nothing depends on distances, so the code is copied with the hooks in between, and only the tables
 * of lines and variables have to follow; no instruction becomes an object. What is not so simple is
 * left to the tree.
 */
final class StraightInitialiser {
  private static final int CODE_MAX = 65_535;
  private static final int CALL_SIZE = 3;

  private final ClassFile f;
  private final byte[] b;
  private final TypeFilter filter;
  private final Pool pool;
  private final int id;
  private final int code;
  private final int from;
  private final int length;
  private final Bytes out;
  /** Where, in the old code, a hook stands before a store, in ascending order. */
  private int[] stores = new int[4];
  private int storeCount;

  private StraightInitialiser(ClassFile file, int method, int id, TypeFilter filter) {
    this.f = file;
    this.b = file.b;
    this.filter = filter;
    this.pool = new Pool(file);
    this.id = id;
    this.code = file.code(method);
    this.from = code + 8;
    this.length = file.u4(code + 4);
    this.out = new Bytes(b.length + 512);
  }

  /**
   * The class file with hooks in an initialiser, or null when it is not a straight one.
   *
   * @param method the initialiser, by its place in the file
   * @param id number of the type for the hooks
   */
  static byte[] weave(ClassFile file, int method, int id, TypeFilter filter) {
    StraightInitialiser init = new StraightInitialiser(file, method, id, filter);
    return init.straight() && init.onlyKnownTables() ? init.write() : null;
  }

  // ---- is it one -------------------------------------------------------------------------------

  /** No branch, no handler, and one return, at the end. Notes where values are stored. */
  private boolean straight() {
    int end = from + length;
    int last = end - 1;
    boolean extensible = InitWeaver.extensible(f.u2(f.header));
    if (length < 2 || b[last] != (byte) Opcodes.RETURN || f.u2(end) != 0) {
      return false;
    }
    int p = from;
    while (p < last) {
      int op = b[p] & 255;
      if (op == Opcodes.PUTSTATIC) {
        if (extensible) {
          store(p);
        }
      } else if (breaks(op)) {
        return false;
      }
      p += Bytecode.size(f, p, from);
    }
    return p == last;
  }

  /** Whether the instruction after it need not be the next one to run. */
  private static boolean breaks(int op) {
    return Bytecode.isJump(op)
        || op >= Opcodes.RET && op <= Opcodes.RETURN
        || op == Opcodes.ATHROW
        // it may be a ret
        || op == Bytecode.WIDE;
  }

  /** As {@link InitWeaver} decides. */
  @DontInline
  private void store(int p) {
    int ref = f.constants[f.u2(p + 1)];
    int owner = f.constants[f.u2(ref + 1)];
    int descriptor = f.u2(f.constants[f.u2(ref + 3)] + 3);
    if (b[f.constants[descriptor] + 3] != 'L'
        || !f.text(f.u2(owner + 1)).equals(f.text(f.u2(f.constants[f.u2(f.header + 2)] + 1)))
        || filter.jdk(f.text(descriptor).substring(1))) {
      return;
    }
    if (storeCount == stores.length) {
      stores = java.util.Arrays.copyOf(stores, storeCount * 2);
    }
    stores[storeCount++] = p - from;
  }

  private boolean onlyKnownTables() {
    int p = f.attributesOfCode(code);
    for (int i = f.u2(p - 2); i > 0; i--) {
      int name = f.u2(p);
      if (!f.reads(name, "LineNumberTable") && !isOfVariables(name)) {
        return false;
      }
      p += 6 + f.u4(p + 2);
    }
    return true;
  }

  private boolean isOfVariables(int name) {
    return f.reads(name, "LocalVariableTable") || f.reads(name, "LocalVariableTypeTable");
  }

  // ---- writing ---------------------------------------------------------------------------------

  private byte[] write() {
    out.add(b, f.header, code - 4);
    int lengthAt = out.length();
    out.addU4(0);
    // over what is to be stored: the value again, and the number
    out.addU2(f.u2(code) + 2);
    out.addU2(f.u2(code + 2));
    int codeLengthAt = out.length();
    out.addU4(0);
    int begin = out.length();
    int handler = instructions(begin);
    int newLength = out.length() - begin;
    if (newLength > CODE_MAX) {
      return null;
    }
    out.setU4(codeLengthAt, newLength);
    out.addU2(1);
    out.addU2(hookSize());
    out.addU2(handler - hookSize() - 1);
    out.addU2(handler);
    out.addU2(0); // whatever is thrown
    tables(handler);
    out.setU4(lengthAt, out.length() - lengthAt - 4);
    out.add(b, code + f.u4(code - 4), b.length);
    return pool.full() ? null : file();
  }

  private byte[] file() {
    Bytes file = new Bytes(out.length() + f.header + 512);
    file.add(b, 0, 8);
    pool.write(file);
    file.add(out);
    return file.toArray();
  }

  /** Copies the code with the hooks; returns where the handler begins. */
  private int instructions(int begin) {
    hook("begins", "(I)V"); // Stack:
    int copied = from;
    for (int i = 0; i < storeCount; i++) {
      out.add(b, copied, from + stores[i]);
      copied = from + stores[i];
      out.addU1(Opcodes.DUP); // Stack: value value
      hook("stored", "(Ljava/lang/Object;I)V"); // Stack: value
    }
    out.add(b, copied, from + length - 1);
    hook("ends", "(I)V");
    out.addU1(Opcodes.RETURN);
    int handler = out.length() - begin;
    hook("ends", "(I)V"); // Stack: thrown
    out.addU1(Opcodes.ATHROW);
    return handler;
  }

  /** The number and the call. */
  @DontInline
  private void hook(String name, String descriptor) {
    if (id <= 5) {
      out.addU1(Opcodes.ICONST_0 + id);
    } else if (id <= Byte.MAX_VALUE) {
      out.addU1(Opcodes.BIPUSH);
      out.addU1(id);
    } else if (id <= Short.MAX_VALUE) {
      out.addU1(Opcodes.SIPUSH);
      out.addU2(id);
    } else {
      out.addU1(Bytecode.LDC_W);
      out.addU2(pool.number(id));
    }
    out.addU1(Opcodes.INVOKESTATIC);
    out.addU2(pool.method(InitWeaver.HOOKS, name, descriptor));
  }

  private int hookSize() {
    return CALL_SIZE + (id <= 5 ? 1 : id <= Byte.MAX_VALUE ? 2 : 3);
  }

  /** Where an instruction is now, its hook included; or the end of the code. */
  private int moved(int offset) {
    int place = hookSize() + offset;
    for (int i = 0; i < storeCount && stores[i] < offset; i++) {
      place += 1 + hookSize();
    }
    return offset == length ? place + hookSize() : place;
  }

  private void tables(int handler) {
    int countAt = out.length();
    int p = f.attributesOfCode(code);
    int count = f.u2(p - 2);
    out.addU2(count);
    for (int i = count; i > 0; i--) {
      out.add(b, p, p + 8);
      boolean variables = isOfVariables(f.u2(p));
      int entry = p + 8;
      p += 6 + f.u4(p + 2);
      for (; entry < p; entry += variables ? 10 : 4) {
        int start = moved(f.u2(entry));
        out.addU2(start);
        if (variables) {
          out.addU2(moved(f.u2(entry) + f.u2(entry + 2)) - start);
        }
        out.add(b, entry + (variables ? 4 : 2), entry + (variables ? 10 : 4));
      }
    }
    if ((f.u4(4) & 0xFFFF) >= Opcodes.V1_6) {
      out.setU2(countAt, count + 1);
      frame(handler);
    }
  }

  /** The handler begins with what was thrown and no variables. */
  private void frame(int handler) {
    out.addU2(pool.text("StackMapTable"));
    out.addU4(12);
    out.addU2(1);
    out.addU1(Frames.FULL);
    out.addU2(handler);
    out.addU2(0);
    out.addU2(1);
    out.addU1(Frames.OBJECT);
    out.addU2(pool.type("java/lang/Throwable"));
  }
}
