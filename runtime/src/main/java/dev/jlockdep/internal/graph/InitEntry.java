package dev.jlockdep.internal.graph;

/** A place in ordinary code where the initialisation of a type can begin. */
public final class InitEntry {
  /** One method with such places. */
  public static final class Code {
    final InitType type;
    final String method;
    final String descriptor;
    final String file;

    public Code(InitType type, String method, String descriptor, String file) {
      this.type = type;
      this.method = method;
      this.descriptor = descriptor;
      this.file = file;
    }
  }

  final Code code;
  final String target;
  final int member;
  final int line;
  /** Place among the instructions of the method. */
  final int offset;

  public InitEntry(Code code, String target, int member, int line, int offset) {
    this.code = code;
    this.target = target;
    this.member = member;
    this.line = line;
    this.offset = offset;
  }

  StackTraceElement position() {
    return new StackTraceElement(code.type.name, code.method, code.file, line);
  }
}
