package dev.jlockdep.agent.transform;

import java.util.Set;
import jdk.internal.vm.annotation.DontInline;
import org.objectweb.asm.Opcodes;

/**
 * A quick look at a class file that says whether anything in it concerns us, so that most types are
 * never parsed in full, and of the others only the methods that matter. Walks the constant pool and
 * the opcodes; allocates almost nothing.
 */
final class Prescan {
  private static final int ACC_SYNCHRONIZED = 0x20;
  /** Calls that matter, by name; the descriptor or owner is checked when the type is woven. */
  static final Set<String> CALLS =
      Set.of(
          "wait", "lock", "lockInterruptibly", "tryLock", "readLock", "readLockInterruptibly",
          "tryReadLock", "writeLock", "writeLockInterruptibly", "tryWriteLock",
          "tryConvertToWriteLock", "tryConvertToReadLock", "acquire", "acquireUninterruptibly",
          "tryAcquire", "notify", "notifyAll");
  /** Types whose instances serve as locks, where they are made. */
  static final Set<String> MADE =
      Set.of(
          "java/lang/Object",
          "java/util/concurrent/locks/ReentrantLock",
          "java/util/concurrent/locks/ReentrantReadWriteLock",
          "java/util/concurrent/locks/StampedLock",
          "java/util/concurrent/Semaphore",
          "java/util/concurrent/ConcurrentHashMap");

  /** Marks of constants: a call that matters, a type that is a lock, is named like one, is not. */
  private static final int CALL = 1;
  private static final int LOCK = 2;
  private static final int LOCKISH = 3;
  private static final int OTHER = 4;

  /** What a method has or is. */
  private static final int SYNCHRONIZED = 1;
  private static final int MONITOR = 2;
  private static final int MAKES = 4;
  private static final int STORES = 8;
  private static final int CONSTRUCTOR = 16;
  private static final int INVOKES = 32;

  private final ClassFile file;
  private final byte[] b;
  /** By constant pool index. */
  private final byte[] marks;
  private boolean interesting;
  private boolean calls;
  private boolean blocks;
  private boolean lockable;
  private boolean extendsLock;
  /** What each method has, in the order of the file. */
  private final byte[] methods;

  private Prescan(ClassFile file) {
    this.file = file;
    this.b = file.b;
    this.marks = new byte[file.constants.length];
    this.methods = new byte[file.methodCount()];
  }

  /** Looks through a class file; null when it cannot be followed. */
  static Prescan of(byte[] classFile) {
    try {
      Prescan scan = new Prescan(new ClassFile(classFile));
      scan.scan();
      return scan;
    } catch (IndexOutOfBoundsException odd) {
      return null;
    }
  }

  ClassFile file() {
    return file;
  }

  /** Whether the class file has anything to weave. */
  boolean interesting() {
    return interesting;
  }

  /** Whether a method, by its place in the file, enters or leaves monitors. */
  boolean hasMonitor(int method) {
    return (methods[method] & MONITOR) != 0;
  }

  /** Whether a method may call or make locks, or fill a field that is locked elsewhere. */
  boolean hasCalls(int method) {
    int has = methods[method];
    return (has & INVOKES) != 0
        || blocks && (has & MAKES) != 0 && (has & STORES) != 0
        // it names locks by their subtype
        || extendsLock && (has & CONSTRUCTOR) != 0;
  }

  /**
   * Whether a method, by its place in the file, may have anything to weave, given that the type has.
   * In doubt yes: a method that is not named here is copied unread.
   */
  boolean mayWeave(int method, boolean jdk) {
    int has = methods[method];
    return (has & (SYNCHRONIZED | MONITOR)) != 0
        || hasCalls(method)
        // it tells of the birth of what may be locked as a whole
        || (has & CONSTRUCTOR) != 0 && !jdk && (lockable || blocks);
  }

  /** Whether any method may have. */
  boolean mayWeave(boolean jdk) {
    boolean may = false;
    for (int i = 0; i < methods.length; i++) {
      may |= mayWeave(i, jdk);
    }
    return may;
  }

  private void scan() {
    pool();
    int superType = file.u2(file.header + 4);
    extendsLock = superType != 0 && type(superType) == LOCK && !isObject(superType);
    for (int i = 0; i < methods.length; i++) {
      methods[i] = (byte) method(file.method[i]);
      blocks |= (methods[i] & MONITOR) != 0;
    }
    interesting |= blocks;
  }

  /** Marks what matters in the constant pool. */
  @DontInline
  private void pool() {
    int[] constants = file.constants;
    boolean waits = false;
    for (int i = 1; i < constants.length; i++) {
      int at = constants[i];
      if (at != 0 && (b[at] == 10 || b[at] == 11) && isCall(at)) {
        marks[i] = CALL;
        calls = true;
        interesting = true;
        waits |= file.reads(file.u2(constants[file.u2(at + 3)] + 1), "wait");
      }
    }
    for (int i = 1; waits && i < constants.length; i++) {
      if (constants[i] != 0 && b[constants[i]] == 10 && isAtomic(constants[i])) {
        marks[i] = CALL;
      }
    }
  }

  /** A call of what may be a count that the type waits for. */
  @DontInline
  private boolean isAtomic(int ref) {
    int owner = file.u2(file.constants[file.u2(ref + 1)] + 1);
    for (String type : AtomicCounts.TYPES) {
      if (file.reads(owner, type)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a member is one of {@link #CALLS} or another that matters: most differ early. */
  @DontInline
  private boolean isCall(int ref) {
    int utf = file.constants[file.u2(file.constants[file.u2(ref + 3)] + 1)];
    int len = file.u2(utf + 1);
    if (len < 4) {
      return false;
    }
    switch (file.u4(utf + 3)) {
      case 'w' << 24 | 'a' << 16 | 'i' << 8 | 't',
          'l' << 24 | 'o' << 16 | 'c' << 8 | 'k',
          't' << 24 | 'r' << 16 | 'y' << 8 | 'L',
          't' << 24 | 'r' << 16 | 'y' << 8 | 'R',
          't' << 24 | 'r' << 16 | 'y' << 8 | 'W',
          't' << 24 | 'r' << 16 | 'y' << 8 | 'C',
          't' << 24 | 'r' << 16 | 'y' << 8 | 'A',
          'r' << 24 | 'e' << 16 | 'a' << 8 | 'd',
          'w' << 24 | 'r' << 16 | 'i' << 8 | 't',
          'a' << 24 | 'c' << 16 | 'q' << 8 | 'u',
          'n' << 24 | 'o' << 16 | 't' << 8 | 'i':
        return CALLS.contains(text(utf, len));
      case 's' << 24 | 'y' << 16 | 'n' << 8 | 'c':
        return len > 12 && text(utf, len).startsWith("synchronized");
      case 'b' << 24 | 'e' << 16 | 'g' << 8 | 'i':
        return isBegin(ref);
      default:
        return false;
    }
  }

  /** {@code Lockdep.begin}: its position says where the unit began. */
  @DontInline
  private boolean isBegin(int ref) {
    return file.reads(file.u2(file.constants[file.u2(ref + 3)] + 1), "begin")
        && file.reads(file.u2(file.constants[file.u2(ref + 1)] + 1), CallWeaver.LOCKDEP);
  }

  /** The mark of a type constant. */
  @DontInline
  private int type(int index) {
    if (marks[index] == 0) {
      int utf = file.constants[file.u2(file.constants[index] + 1)];
      int len = file.u2(utf + 1);
      if (len >= 16 && len <= 50 && b[utf + 3] == 'j' && MADE.contains(text(utf, len))) {
        marks[index] = LOCK;
      } else {
        marks[index] = (byte) (soundsLikeLock(utf + 3, len) ? LOCKISH : OTHER);
      }
    }
    return marks[index];
  }

  @DontInline
  private String text(int utf, int length) {
    return new String(b, utf + 3, length, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private boolean isObject(int type) {
    return file.reads(file.u2(file.constants[type] + 1), "java/lang/Object");
  }

  /** Lock, Mutex, Semaphore or Sem at the end, roughly. */
  @DontInline
  private boolean soundsLikeLock(int from, int length) {
    int end = from + length - 3;
    if (length >= 3 && b[end] == 'S' && b[end + 1] == 'e' && b[end + 2] == 'm') {
      return true;
    }
    for (int i = from + length - 4; i >= from; i--) {
      int c = b[i];
      if (c == 'L' && b[i + 1] == 'o' && b[i + 2] == 'c' && b[i + 3] == 'k'
          || c == 'M' && b[i + 1] == 'u' && b[i + 2] == 't' && b[i + 3] == 'e'
          || c == 'S' && b[i + 1] == 'e' && b[i + 2] == 'm' && b[i + 3] == 'a') {
        return true;
      }
    }
    return false;
  }

  @DontInline
  private int method(int at) {
    int access = file.u2(at);
    int has = file.reads(file.u2(at + 2), "<init>") ? CONSTRUCTOR : 0;
    if ((access & ACC_SYNCHRONIZED) != 0) {
      has |= SYNCHRONIZED;
      interesting = true;
      lockable |= (access & Opcodes.ACC_STATIC) == 0;
    }
    int p = at + 8;
    for (int i = file.u2(at + 6); i > 0; i--) {
      if (file.reads(file.u2(p), "Code")) {
        has |= code(p + 14, file.u4(p + 10));
      }
      p += 6 + file.u4(p + 2);
    }
    return has;
  }

  /** What a body has. */
  @DontInline
  private int code(int from, int length) {
    int end = from + length;
    int has = 0;
    for (int p = from; p < end; ) {
      int op = b[p] & 255;
      int known = KNOWN[op];
      if ((known & MATTERS) != 0) {
        has |= instruction(op, p);
      }
      int size = known & SIZE;
      p += size == 0 ? Bytecode.variableSize(file, p, from) : size;
    }
    return has;
  }

  @DontInline
  private int instruction(int op, int p) {
    switch (op) {
      case Opcodes.MONITORENTER, Opcodes.MONITOREXIT:
        return MONITOR;
      case Opcodes.PUTFIELD, Opcodes.PUTSTATIC:
        return STORES;
      case Opcodes.NEW:
        int type = type(file.u2(p + 1));
        interesting |= type != OTHER;
        return type == OTHER ? MAKES : MAKES | INVOKES;
      default:
        return calls && marks[file.u2(p + 1)] == CALL ? INVOKES : 0;
    }
  }

  /** By opcode: the size in bytes, 0 if it varies, and whether the instruction matters to us. */
  private static final byte[] KNOWN = known();
  private static final int SIZE = 7;
  private static final int MATTERS = 8;

  private static byte[] known() {
    byte[] known = new byte[256];
    for (int op = 0; op < known.length; op++) {
      known[op] = (byte) Bytecode.size(op);
    }
    for (int op = Opcodes.INVOKEVIRTUAL; op <= Opcodes.INVOKEINTERFACE; op++) {
      known[op] |= MATTERS;
    }
    known[Opcodes.PUTSTATIC] |= MATTERS;
    known[Opcodes.PUTFIELD] |= MATTERS;
    known[Opcodes.NEW] |= MATTERS;
    known[Opcodes.MONITORENTER] |= MATTERS;
    known[Opcodes.MONITOREXIT] |= MATTERS;
    return known;
  }
}
