package dev.jlockdep.agent.transform;

import java.util.Set;
import org.objectweb.asm.Opcodes;

/**
 * A quick look at a class file that says whether anything in it concerns us, so that most types are
 * never parsed in full. Walks the constant pool and the opcodes; allocates almost nothing. A file it
 * cannot follow counts as interesting: the parser proper then says what is wrong with it.
 */
final class Prescan {
  private static final int ACC_SYNCHRONIZED = 0x20;
  /** Calls that matter, by name; the descriptor or owner is checked when the type is woven. */
  static final Set<String> CALLS =
      Set.of(
          "wait", "lock", "lockInterruptibly", "tryLock", "readLock", "readLockInterruptibly",
          "tryReadLock", "writeLock", "writeLockInterruptibly", "tryWriteLock",
          "tryConvertToWriteLock", "tryConvertToReadLock", "acquire", "acquireUninterruptibly",
          "tryAcquire");
  /** Types whose instances serve as locks, where they are made. */
  static final Set<String> MADE =
      Set.of(
          "java/lang/Object",
          "java/util/concurrent/locks/ReentrantLock",
          "java/util/concurrent/locks/ReentrantReadWriteLock",
          "java/util/concurrent/locks/StampedLock",
          "java/util/concurrent/Semaphore",
          "java/util/concurrent/ConcurrentHashMap");

  private final byte[] b;
  private int[] offsets;
  private boolean[] interestingType;

  private Prescan(byte[] b) {
    this.b = b;
  }

  /** Whether a class file has anything to weave. */
  static boolean interesting(byte[] classFile) {
    try {
      return new Prescan(classFile).scan();
    } catch (IndexOutOfBoundsException odd) {
      return true;
    }
  }

  private boolean scan() {
    int p = pool();
    if (p < 0) {
      return true;
    }
    p += 6;
    int interfaces = u2(p);
    p += 2 + interfaces * 2;
    p = members(p, false);
    return p < 0 || members(p, true) < 0;
  }

  /** Reads the constant pool; -1 when a call that matters is named in it. */
  private int pool() {
    int count = u2(8);
    offsets = new int[count];
    interestingType = new boolean[count];
    int p = 10;
    boolean call = false;
    for (int i = 1; i < count; i++) {
      offsets[i] = p;
      int tag = b[p];
      switch (tag) {
        case 1:
          p += 3 + u2(p + 1);
          break;
        case 3, 4, 9, 10, 11, 12, 17, 18:
          p += 5;
          break;
        case 5, 6:
          p += 9;
          i++;
          break;
        case 7, 8, 16, 19, 20:
          p += 3;
          break;
        case 15:
          p += 4;
          break;
        default:
          throw new IndexOutOfBoundsException();
      }
    }
    for (int i = 1; i < count; i++) {
      int o = offsets[i];
      if (o == 0) {
        continue;
      }
      if (b[o] == 7) {
        interestingType[i] = isMade(u2(o + 1));
      } else if (b[o] == 10 || b[o] == 11) {
        call |= isCall(u2(o + 3)) || isSynchronizedFactory(o);
      }
    }
    return call ? -1 : p;
  }

  private boolean isCall(int nameAndType) {
    int utf = offsets[u2(offsets[nameAndType] + 1)];
    int len = u2(utf + 1);
    if (len < 4 || len > 26) {
      return false;
    }
    char first = (char) b[utf + 3];
    if (first != 'w' && first != 'l' && first != 't' && first != 'r' && first != 'a') {
      return false;
    }
    return CALLS.contains(text(utf));
  }

  private boolean isSynchronizedFactory(int ref) {
    int utf = offsets[u2(offsets[u2(ref + 3)] + 1)];
    int len = u2(utf + 1);
    return len > 12 && b[utf + 3] == 's' && b[utf + 4] == 'y' && b[utf + 5] == 'n'
        && text(utf).startsWith("synchronized");
  }

  private boolean isMade(int utfIndex) {
    int utf = offsets[utfIndex];
    int len = u2(utf + 1);
    return len >= 16 && len <= 50 && b[utf + 3] == 'j' && MADE.contains(text(utf));
  }

  private String text(int utf) {
    return new String(b, utf + 3, u2(utf + 1), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Walks fields or methods; -1 as soon as a method has something to weave. */
  private int members(int at, boolean methods) {
    int p = at;
    int count = u2(p);
    p += 2;
    for (int i = 0; i < count; i++) {
      int access = u2(p);
      int attributes = u2(p + 6);
      p += 8;
      if (methods && (access & ACC_SYNCHRONIZED) != 0) {
        return -1;
      }
      for (int a = 0; a < attributes; a++) {
        int length = u4(p + 2);
        if (methods && isCode(u2(p)) && code(p + 14, u4(p + 10))) {
          return -1;
        }
        p += 6 + length;
      }
    }
    return p;
  }

  private boolean isCode(int utfIndex) {
    int utf = offsets[utfIndex];
    return u2(utf + 1) == 4 && b[utf + 3] == 'C' && b[utf + 4] == 'o' && b[utf + 5] == 'd'
        && b[utf + 6] == 'e';
  }

  private boolean code(int from, int length) {
    int end = from + length;
    int p = from;
    while (p < end) {
      int op = b[p] & 255;
      if (op == Opcodes.MONITORENTER) {
        return true;
      }
      if (op == Opcodes.NEW && interestingType[u2(p + 1)]) {
        return true;
      }
      p += size(p, op, from);
    }
    return false;
  }

  private int size(int p, int op, int from) {
    if (op == Opcodes.TABLESWITCH) {
      int q = p + 4 - (p - from & 3);
      return q - p + 12 + (u4(q + 8) - u4(q + 4) + 1) * 4;
    }
    if (op == Opcodes.LOOKUPSWITCH) {
      int q = p + 4 - (p - from & 3);
      return q - p + 8 + u4(q + 4) * 8;
    }
    if (op == 196) {
      return (b[p + 1] & 255) == Opcodes.IINC ? 6 : 4;
    }
    return SIZES.charAt(op) - '0';
  }

  /** Size of each instruction in bytes, by opcode. */
  private static final String SIZES = sizes();

  private static String sizes() {
    StringBuilder sb = new StringBuilder();
    for (int op = 0; op < 256; op++) {
      sb.append(sizeOf(op));
    }
    return sb.toString();
  }

  private static int sizeOf(int op) {
    if (op == Opcodes.BIPUSH || op == Opcodes.LDC || op >= 21 && op <= 25 || op >= 54 && op <= 58
        || op == Opcodes.RET || op == Opcodes.NEWARRAY) {
      return 2;
    }
    if (op == Opcodes.SIPUSH || op == 19 || op == 20 || op == Opcodes.IINC
        || op >= 153 && op <= 168 || op >= 178 && op <= 184 || op == Opcodes.NEW
        || op == Opcodes.ANEWARRAY || op == Opcodes.CHECKCAST || op == Opcodes.INSTANCEOF
        || op == 198 || op == 199) {
      return 3;
    }
    if (op == Opcodes.MULTIANEWARRAY) {
      return 4;
    }
    if (op == Opcodes.INVOKEINTERFACE || op == Opcodes.INVOKEDYNAMIC || op == 200 || op == 201) {
      return 5;
    }
    return 1;
  }

  private int u2(int p) {
    return (b[p] & 255) << 8 | b[p + 1] & 255;
  }

  private int u4(int p) {
    return u2(p) << 16 | u2(p + 2);
  }
}
