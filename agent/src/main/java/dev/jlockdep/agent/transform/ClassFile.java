package dev.jlockdep.agent.transform;

import jdk.internal.vm.annotation.DontInline;

/** Where the parts of a class file are. */
final class ClassFile {
  private static final int MEMBER_HEADER = 6;
  private static final String BOOTSTRAP = "BootstrapMethods";

  private static final String API = "Ldev/jlockdep/api/";

  final byte[] b;
  /** Offset of each constant's tag, by index; 0 where there is none. */
  final int[] constants;
  /** Where access flags, this type, its supertypes begin: the end of the constant pool. */
  final int header;
  final int fields;
  final int methods;
  /** Where each method begins, and behind the last one. */
  final int[] method;
  private boolean annotated;

  /** Throws an IndexOutOfBoundsException for a file it cannot follow. */
  ClassFile(byte[] b) {
    this.b = b;
    this.constants = new int[u2(8)];
    this.header = pool();
    this.fields = header + 8 + 2 * u2(header + 6);
    int at = fields + 2;
    for (int i = u2(fields); i > 0; i--) {
      at = attributesEnd(at + MEMBER_HEADER);
    }
    this.methods = at;
    this.method = new int[u2(methods) + 1];
    at += 2;
    for (int i = 0; i < method.length - 1; i++) {
      method[i] = at;
      at = attributesEnd(at + MEMBER_HEADER);
    }
    method[method.length - 1] = at;
  }

  /** Whether it names a type of our API as an annotation does. */
  boolean annotated() {
    return annotated;
  }

  @DontInline
  private boolean begins(int from, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (b[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  int methodCount() {
    return method.length - 1;
  }

  /** Where the attributes of the type begin. */
  int attributes() {
    return method[method.length - 1];
  }

  @DontInline
  private int pool() {
    int p = 10;
    for (int i = 1; i < constants.length; i++) {
      constants[i] = p;
      switch (b[p]) {
        case 1:
          int length = u2(p + 1);
          annotated |= length > API.length() && b[p + 8] == 'j' && begins(p + 3, API);
          p += 3 + length;
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
          throw new IndexOutOfBoundsException("constant with tag " + b[p]);
      }
    }
    return p;
  }

  /** The end of the attributes whose count is at {@code p}. */
  @DontInline
  int attributesEnd(int p) {
    int count = u2(p);
    int at = p + 2;
    for (int i = 0; i < count; i++) {
      at += 6 + u4(at + 2);
    }
    return at;
  }

  /** Whether a text constant reads so. */
  @DontInline
  boolean reads(int index, String text) {
    int utf = constants[index];
    int length = text.length();
    if (u2(utf + 1) != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (b[utf + 3 + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A text constant, if it is plain ASCII; else something that equals no name of ours. */
  @DontInline
  String text(int index) {
    int utf = constants[index];
    return new String(b, utf + 3, u2(utf + 1), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  int u2(int p) {
    return (b[p] & 255) << 8 | b[p + 1] & 255;
  }

  int u4(int p) {
    return u2(p) << 16 | u2(p + 2);
  }

  /** Where the content of a method's code attribute begins, or 0 when it has none. */
  @DontInline
  int code(int index) {
    int at = method[index] + MEMBER_HEADER;
    int end = method[index + 1];
    for (int p = at + 2; p < end; p += 6 + u4(p + 2)) {
      if (reads(u2(p), "Code")) {
        return p + 6;
      }
    }
    return 0;
  }

  /** The first attribute of the code whose content begins at {@code code}; their count is before. */
  int attributesOfCode(int code) {
    int handlers = code + 8 + u4(code + 4);
    return handlers + 2 + 8 * u2(handlers) + 2;
  }

  /** Where a bootstrap method's entry is: method handle, count of arguments, arguments. */
  int bootstrap(int index) {
    int at = attributes() + 2;
    while (!reads(u2(at), "BootstrapMethods")) {
      at += 6 + u4(at + 2);
    }
    int entry = at + 8;
    for (int i = 0; i < index; i++) {
      entry += 4 + 2 * u2(entry + 2);
    }
    return entry;
  }

  /** The same type without fields and methods: what a writer has to know of it. Constants stay. */
  byte[] head() {
    Bytes out = new Bytes(header + 64 + b.length - attributes());
    out.add(b, 0, fields);
    out.addU2(0);
    out.addU2(0);
    addNeededAttributes(out);
    return out.toArray();
  }

  private void addNeededAttributes(Bytes out) {
    int countAt = out.length();
    int kept = 0;
    out.addU2(0);
    int at = attributes();
    int count = u2(at);
    at += 2;
    for (int i = 0; i < count; i++) {
      int end = at + 6 + u4(at + 2);
      if (reads(u2(at), "SourceFile") || reads(u2(at), BOOTSTRAP)) {
        out.add(b, at, end);
        kept++;
      }
      at = end;
    }
    out.setU2(countAt, kept);
  }

  /**
   * This type with the code and the access flags of some methods as in {@code part}, whose constants
   * and bootstrap methods begin with this type's; everything else as it is, to the byte.
   */
  byte[] with(boolean[] replaced, ClassFile part) {
    Bytes out = new Bytes(b.length + part.b.length);
    out.add(part.b, 0, part.header);
    out.add(b, header, methods + 2);
    int next = 0;
    for (int i = 0; i < replaced.length; i++) {
      if (replaced[i]) {
        addMethod(out, i, part, next++);
      } else {
        out.add(b, method[i], method[i + 1]);
      }
    }
    addAttributes(out, part);
    return out.toArray();
  }

  /**
   * ASM merges constants that a compiler wrote twice (ecj does), and then enters a bootstrap method
   * that names one of them anew, behind the others: the longer table is the right one.
   */
  private void addAttributes(Bytes out, ClassFile part) {
    int at = attributes();
    out.add(b, at, at + 2);
    int count = u2(at);
    at += 2;
    for (int i = 0; i < count; i++) {
      int end = at + 6 + u4(at + 2);
      int longer = reads(u2(at), BOOTSTRAP) ? part.attribute(BOOTSTRAP) : -1;
      if (longer >= 0) {
        out.add(part.b, longer, longer + 6 + part.u4(longer + 2));
      } else {
        out.add(b, at, end);
      }
      at = end;
    }
  }

  /** Where an attribute of the type begins, or -1. */
  int attribute(String name) {
    int at = attributes() + 2;
    for (int i = u2(attributes()); i > 0; i--) {
      if (reads(u2(at), name)) {
        return at;
      }
      at += 6 + u4(at + 2);
    }
    return -1;
  }

  private void addMethod(Bytes out, int index, ClassFile part, int inPart) {
    int code = code(index);
    if (code == 0) {
      out.add(b, method[index], method[index + 1]);
      return;
    }
    out.add(part.b, part.method[inPart], part.method[inPart] + 2);
    out.add(b, method[index] + 2, code - 6);
    int newCode = part.code(inPart);
    out.add(part.b, newCode - 6, newCode + part.u4(newCode - 4));
    out.add(b, code + u4(code - 4), method[index + 1]);
  }
}
