package dev.jlockdep.agent.transform;

import dev.jlockdep.hooks.InitHooks;
import dev.jlockdep.internal.graph.InitEntry;
import dev.jlockdep.internal.graph.InitNeed;
import dev.jlockdep.internal.graph.InitType;
import dev.jlockdep.internal.graph.InitTypes;
import dev.jlockdep.internal.graph.Sites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.internal.vm.annotation.DontInline;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What the code of a type says about class initialisation: which types its initialiser needs, looked
 * for in the initialiser and in what it calls in the same type; and where its other code can begin
 * the initialisation of other types.
 *
 * <p>The JVM initialises a type before the first {@code new}, static call or static field access
 * (JVMS 5.5). Types of the JDK are left out: they are initialised long before, or by the JDK's rules.
 */
final class InitScan {
  private static final String INITIALISER = "<clinit>";
  private static final int ACC_PUBLIC = 1;
  private static final int ACC_PRIVATE = 2;
  private static final int ACC_STATIC = 8;
  private static final int ACC_FINAL = 16;
  private static final int ACC_NATIVE = 0x100;
  private static final int ACC_INTERFACE = 0x200;
  private static final int ACC_ABSTRACT = 0x400;
  /** Calls within the type that are followed from its initialiser. */
  private static final int DEPTH_MAX = 8;
  private static final int METHODS_MAX = 64;
  private static final int NEEDS_MAX = 256;
  /** Instead of the number of a method. */
  private static final int INSIDE = -1;

  private final ClassFile f;
  private final byte[] b;
  private final TypeFilter filter;
  private final String self;
  private final String dotted;
  private final String file;
  private final boolean typeFinal;
  /** By constant pool index of a type: 0 not looked at, 1 self, 2 of the JDK, 3 another. */
  private final byte[] kinds;
  private final String[] dottedNames;
  /** {@link InitType#member} by name and type; 0 not looked at. */
  private final int[] members;
  /** Methods by name and descriptor; null until one is called. */
  private Map<String, Integer> methods;
  private final byte[] visited;
  private int visits;
  private int[] marks = new int[32];
  private boolean callsOut;
  private final List<InitNeed> needs = new ArrayList<>();
  private final Set<Long> needed = new HashSet<>();

  private int initialiser = -1;
  private InitType type;
  /** Number of {@link #type}, given when it was made known. */
  private int id;

  private InitScan(ClassFile file, TypeFilter filter) {
    this.f = file;
    this.b = file.b;
    this.filter = filter;
    this.kinds = new byte[file.constants.length];
    this.dottedNames = new String[kinds.length];
    this.members = new int[kinds.length];
    this.self = typeName(f.u2(f.header + 2));
    this.dotted = self.replace('/', '.');
    this.file = sourceFile();
    this.typeFinal = (f.u2(f.header) & ACC_FINAL) != 0;
    this.visited = new byte[file.methodCount()];
  }

  /** Looks through a class file; null when it cannot be followed. */
  static InitScan of(ClassFile file, ClassLoader loader, TypeFilter filter) {
    try {
      InitScan scan = new InitScan(file, filter);
      scan.scan(loader);
      return scan;
    } catch (RuntimeException odd) {
      // its locks are watched all the same
      return null;
    }
  }

  /** Makes the type known to the runtime. */
  void publish() {
    id = InitTypes.add(type);
    List<InitEntry> entries = entries();
    if (!entries.isEmpty()) {
      InitHooks.entries(entries);
    }
  }

  /** Whether the type has an initialiser that gets hooks. */
  boolean weaves() {
    return type.shape.site != 0;
  }

  /** Whether a method, by its place in the file, is that initialiser. */
  boolean weaves(int method) {
    return method == initialiser && weaves();
  }

  /** The class file with hooks in the initialiser and nothing else, or null if it takes the tree. */
  byte[] weaveAlone() {
    return StraightInitialiser.weave(f, initialiser, id, filter);
  }

  boolean weave(ClassNode node) {
    if (!weaves()) {
      return false;
    }
    for (MethodNode m : node.methods) {
      if (m.name.equals(INITIALISER)) {
        InitWeaver.weave(node, m, id, filter);
      }
    }
    return true;
  }

  private void scan(ClassLoader loader) {
    InitType.Shape shape = new InitType.Shape();
    int superType = f.u2(f.header + 4);
    shape.superName = superType == 0 || kind(superType) == 2 ? null : dotted(superType);
    shape.interfaces = interfaces();
    shape.file = file;
    shape.open = (f.u2(f.header) & ACC_PUBLIC) != 0;
    methods(shape);
    shape.statics = statics();
    if (initialiser >= 0) {
      follow(initialiser, true, new ArrayList<>());
      if (callsOut && small(initialiser)) {
        shape.site =
            Sites.position(
                dotted, INITIALISER, file, line(f.method[initialiser], 0));
      }
    }
    shape.needs = needs.toArray(new InitNeed[0]);
    type = new InitType(dotted, loader, shape, InitHooks.task());
  }

  private String[] interfaces() {
    int n = f.u2(f.header + 6);
    List<String> list = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int index = f.u2(f.header + 8 + 2 * i);
      if (kind(index) != 2) {
        list.add(dotted(index));
      }
    }
    return list.toArray(new String[0]);
  }

  private void methods(InitType.Shape shape) {
    boolean isInterface = (f.u2(f.header) & ACC_INTERFACE) != 0;
    for (int i = 0; i < visited.length; i++) {
      int at = f.method[i];
      int access = f.u2(at);
      if (f.reads(f.u2(at + 2), INITIALISER)) {
        initialiser = i;
      } else {
        shape.defaults |= isInterface && (access & (ACC_STATIC | ACC_ABSTRACT)) == 0;
      }
    }
  }

  @DontInline
  private Integer method(String nameAndDescriptor) {
    if (methods == null) {
      methods = new HashMap<>();
      for (int i = 0; i < visited.length; i++) {
        methods.put(f.text(f.u2(f.method[i] + 2)).concat(f.text(f.u2(f.method[i] + 4))), i);
      }
    }
    return methods.get(nameAndDescriptor);
  }

  private int[] statics() {
    int[] found = new int[8];
    int n = 0;
    int fieldCount = f.u2(f.fields);
    int at = f.fields + 2;
    for (int i = 0; i < fieldCount + visited.length; i++) {
      int p = i < fieldCount ? at : f.method[i - fieldCount];
      if (i < fieldCount) {
        at = f.attributesEnd(at + 6);
      }
      if ((f.u2(p) & ACC_STATIC) != 0) {
        if (n == found.length) {
          found = java.util.Arrays.copyOf(found, n * 2);
        }
        found[n++] = InitType.member(f.text(f.u2(p + 2)), f.text(f.u2(p + 4)));
      }
    }
    return java.util.Arrays.copyOf(found, n);
  }

  // ---- the initialiser -------------------------------------------------------------------------

  /** With hooks added a method must stay below the size that the JVM takes. */
  private boolean small(int method) {
    int code = code(f.method[method]);
    return code >= 0 && f.u4(code + 4) < 60_000;
  }

  /** Looks through a method that the initialiser runs; {@code path} is where it was called. */
  @DontInline
  private void follow(int method, boolean certain, List<StackTraceElement> path) {
    int seen = certain ? 2 : 1;
    int code = code(f.method[method]);
    if (visited[method] >= seen || code < 0 || path.size() > DEPTH_MAX || ++visits > METHODS_MAX) {
      callsOut |= code < 0 || visited[method] < seen;
      return;
    }
    visited[method] = (byte) seen;
    int from = code + 8;
    int end = from + f.u4(code + 4);
    // code below this place can be jumped over
    int jumpedTo = from;
    boolean left = false;
    for (int p = from; p < end; p += size(p, from)) {
      int op = b[p] & 255;
      boolean here = certain && !left && p >= jumpedTo;
      if (op >= Opcodes.IFEQ && op <= Opcodes.JSR || op == Opcodes.IFNULL
          || op == Opcodes.IFNONNULL) {
        jumpedTo = Math.max(jumpedTo, p + (short) f.u2(p + 1));
      } else if (op == 200) {
        jumpedTo = Math.max(jumpedTo, p + f.u4(p + 1));
      } else if (op == Opcodes.TABLESWITCH || op == Opcodes.LOOKUPSWITCH) {
        jumpedTo = Math.max(jumpedTo, farthest(p, op, from));
      } else if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
        left = true;
      } else if (op >= Opcodes.GETSTATIC && op <= Opcodes.NEW || op == Opcodes.MONITORENTER) {
        instruction(method, p, p - from, op, here, path);
      }
    }
  }

  @DontInline
  private int farthest(int p, int op, int from) {
    int q = p + 4 - (p - from & 3);
    int far = p + f.u4(q);
    boolean table = op == Opcodes.TABLESWITCH;
    int n = table ? f.u4(q + 8) - f.u4(q + 4) + 1 : f.u4(q + 4);
    for (int i = 0; i < n; i++) {
      far = Math.max(far, p + f.u4(table ? q + 12 + 4 * i : q + 12 + 8 * i));
    }
    return far;
  }

  @DontInline
  private void instruction(
      int method, int p, int offset, int op, boolean certain, List<StackTraceElement> path) {
    switch (op) {
      case Opcodes.NEW:
        access(method, f.u2(p + 1), -1, offset, certain, path);
        break;
      case Opcodes.GETSTATIC, Opcodes.PUTSTATIC:
        access(method, owner(p), nameAndType(p), offset, certain, path);
        break;
      case Opcodes.INVOKESTATIC, Opcodes.INVOKESPECIAL, Opcodes.INVOKEVIRTUAL:
        call(method, p, offset, op, certain, path);
        break;
      case Opcodes.INVOKEINTERFACE:
        callsOut |= kind(owner(p)) != 2 || !harmless(p);
        break;
      case Opcodes.INVOKEDYNAMIC, Opcodes.MONITORENTER:
        callsOut = true;
        break;
      default:
    }
  }

  @DontInline
  private void call(
      int method, int p, int offset, int op, boolean certain, List<StackTraceElement> path) {
    int kind = kind(owner(p));
    if (kind == 1) {
      Integer target = method(name(p).concat(descriptor(p)));
      if (target == null) {
        callsOut = true;
        return;
      }
      int access = f.u2(f.method[target]);
      boolean sure = op != Opcodes.INVOKEVIRTUAL || typeFinal
          || (access & (ACC_PRIVATE | ACC_FINAL)) != 0;
      callsOut |= !sure || (access & (ACC_NATIVE | ACC_ABSTRACT)) != 0;
      if (sure) {
        List<StackTraceElement> longer = new ArrayList<>(path);
        longer.add(frame(method, offset));
        follow(target, certain, longer);
      }
    } else if (kind == 3) {
      callsOut = true;
      if (op == Opcodes.INVOKESTATIC) {
        access(method, owner(p), nameAndType(p), offset, certain, path);
      }
    } else {
      callsOut |= !harmless(p);
    }
  }

  @DontInline
  private void access(
      int method, int type, int member, int offset, boolean certain,
      List<StackTraceElement> path) {
    if (kind(type) != 3) {
      return;
    }
    callsOut = true;
    if (!certain || needs.size() >= NEEDS_MAX
        || !needed.add((long) type << 32 | member & 0xFFFF_FFFFL)) {
      return;
    }
    List<StackTraceElement> whole = new ArrayList<>();
    whole.add(frame(method, offset));
    for (int i = path.size() - 1; i >= 0; i--) {
      whole.add(path.get(i));
    }
    needs.add(
        new InitNeed(
            dotted(type), member(member), whole.toArray(new StackTraceElement[0])));
  }

  @DontInline
  private int member(int nameAndType) {
    if (nameAndType < 0) {
      return 0;
    }
    if (members[nameAndType] == 0) {
      int at = f.constants[nameAndType];
      members[nameAndType] = InitType.member(f.text(f.u2(at + 1)), f.text(f.u2(at + 3)));
    }
    return members[nameAndType];
  }

  @DontInline
  private StackTraceElement frame(int method, int offset) {
    int at = f.method[method];
    return new StackTraceElement(dotted, f.text(f.u2(at + 2)), file, line(at, offset));
  }

  /** A method of the JDK that runs no code of others and waits for nobody. */
  @DontInline
  private boolean harmless(int p) {
    String owner = typeName(owner(p));
    if (owner.startsWith("[")) {
      return true;
    }
    if (owner.startsWith("java/lang/")) {
      int slash = owner.indexOf('/', 10);
      if (slash > 0) {
        return owner.startsWith("java/lang/invoke/");
      }
      switch (owner) {
        case "java/lang/Class":
          return !name(p).equals("forName") && !name(p).equals("newInstance");
        case "java/lang/System":
          return !name(p).startsWith("load");
        case "java/lang/Iterable":
          return !name(p).equals("forEach");
        case "java/lang/Thread", "java/lang/ClassLoader", "java/lang/Runtime",
            "java/lang/Runnable", "java/lang/ThreadLocal":
          return name(p).equals("<init>") || name(p).startsWith("get");
        default:
          return true;
      }
    }
    if (owner.startsWith("java/util/")) {
      return owner.indexOf('/', 10) < 0 && !owner.startsWith("java/util/ServiceLoader")
          || owner.startsWith("java/util/concurrent/atomic/")
          || owner.startsWith("java/util/regex/")
          || name(p).equals("<init>");
    }
    return owner.startsWith("java/math/") || owner.startsWith("java/time/")
        || owner.startsWith("java/text/") || owner.startsWith("java/nio/charset/");
  }

  // ---- other code ------------------------------------------------------------------------------

  /** Where code outside the initialiser can begin the initialisation of other types. */
  @DontInline
  List<InitEntry> entries() {
    List<InitEntry> found = new ArrayList<>();
    try {
      int[] seenIn = new int[kinds.length];
      for (int i = 0; i < visited.length; i++) {
        int code = code(f.method[i]);
        if (code >= 0) {
          entries(f.method[i], code, i + 1, seenIn, found);
        }
      }
    } catch (RuntimeException odd) {
      return List.of();
    }
    return found;
  }

  @DontInline
  private void entries(int at, int code, int stamp, int[] seenIn, List<InitEntry> found) {
    int from = code + 8;
    int n = marks(from, from + f.u4(code + 4));
    InitEntry.Code where = null;
    Lines lines = null;
    for (int i = 0; i < n; i++) {
      int p = marks[i];
      boolean made = (b[p] & 255) == Opcodes.NEW;
      int owner = made ? f.u2(p + 1) : owner(p);
      if (kind(owner) != 3 || seenIn[owner] == stamp || seenIn[owner] == INSIDE) {
        continue;
      }
      if (seenIn[owner] == 0 && inside(dotted(owner))) {
        seenIn[owner] = INSIDE;
        continue;
      }
      seenIn[owner] = stamp;
      if (where == null) {
        where =
            new InitEntry.Code(type, f.text(f.u2(at + 2)), f.text(f.u2(at + 4)), file);
        lines = new Lines(at);
      }
      int member = made ? 0 : member(nameAndType(p));
      found.add(new InitEntry(where, dotted(owner), member, lines.at(p - from), p - from));
    }
  }

  /**
   * Whether code of this type counts as part of the other one, or comes behind its initialisation:
   * no place outside of a circle with that one on it, as {@link InitTypes} judges.
   */
  private boolean inside(String other) {
    int end = other.length();
    if (dotted.length() > end && dotted.charAt(end) == '$' && dotted.startsWith(other)
        || other.equals(type.shape.superName)) {
      return true;
    }
    for (String above : type.shape.interfaces) {
      if (above.equals(other)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Notes where instructions are that can initialise a type. A loop of its own: it goes over all code
   * there is, and the JIT compiles it long before what is done with the few that it finds.
   */
  @DontInline
  private int marks(int from, int end) {
    int n = 0;
    for (int p = from; p < end; p += size(p, from)) {
      int op = b[p] & 255;
      if (op == Opcodes.NEW || op == Opcodes.INVOKESTATIC || op == Opcodes.GETSTATIC
          || op == Opcodes.PUTSTATIC) {
        if (n == marks.length) {
          marks = java.util.Arrays.copyOf(marks, n * 2);
        }
        marks[n++] = p;
      }
    }
    return n;
  }

  // ---- the class file --------------------------------------------------------------------------

  /** Where the Code attribute's stack size is; -1 when the method has none. */
  private int code(int method) {
    int p = method + 8;
    for (int i = f.u2(method + 6); i > 0; i--) {
      if (f.reads(f.u2(p), "Code")) {
        return p + 6;
      }
      p += 6 + f.u4(p + 2);
    }
    return -1;
  }

  @DontInline
  private int line(int method, int offset) {
    return new Lines(method).at(offset);
  }

  /** Line numbers of one method's code. */
  private final class Lines {
    private int table;
    private int count;
    private int next;
    private int reached = -1;
    private int line = -1;

    Lines(int method) {
      int code = code(method);
      int p = code + 8 + f.u4(code + 4);
      p += 2 + 8 * f.u2(p);
      int attributes = f.u2(p);
      p += 2;
      for (int i = 0; i < attributes; i++) {
        if (f.reads(f.u2(p), "LineNumberTable")) {
          // more than one is allowed and unheard of: the first counts
          table = p + 8;
          count = f.u2(p + 6);
          return;
        }
        p += 6 + f.u4(p + 2);
      }
    }

    /** -1 when unknown; offsets are asked for in ascending order. */
    int at(int offset) {
      // in the order of the code as compilers write it; whatever else is found may be off a little
      while (next < count && f.u2(table + 4 * next) <= offset) {
        int start = f.u2(table + 4 * next);
        if (start > reached) {
          reached = start;
          line = f.u2(table + 4 * next + 2);
        }
        next++;
      }
      return line;
    }
  }

  private String sourceFile() {
    int at = f.attributes();
    int count = f.u2(at);
    at += 2;
    for (int i = 0; i < count; i++) {
      if (f.reads(f.u2(at), "SourceFile")) {
        return f.text(f.u2(at + 6));
      }
      at += 6 + f.u4(at + 2);
    }
    return null;
  }

  private int size(int p, int from) {
    return Bytecode.size(f, p, from);
  }

  /** Type constant of the member that an instruction refers to. */
  @DontInline
  private int owner(int p) {
    return f.u2(f.constants[f.u2(p + 1)] + 1);
  }

  @DontInline
  private int nameAndType(int p) {
    return f.u2(f.constants[f.u2(p + 1)] + 3);
  }

  private String name(int p) {
    return f.text(f.u2(f.constants[nameAndType(p)] + 1));
  }

  private String descriptor(int p) {
    return f.text(f.u2(f.constants[nameAndType(p)] + 3));
  }

  @DontInline
  private String typeName(int type) {
    return f.text(f.u2(f.constants[type] + 1));
  }

  @DontInline
  private String dotted(int type) {
    String name = dottedNames[type];
    if (name == null) {
      name = typeName(type).replace('/', '.');
      dottedNames[type] = name;
    }
    return name;
  }

  @DontInline
  private int kind(int type) {
    if (kinds[type] == 0) {
      String name = typeName(type);
      kinds[type] =
          (byte) (name.equals(self) ? 1 : name.startsWith("[") || filter.jdk(name) ? 2 : 3);
    }
    return kinds[type];
  }
}
