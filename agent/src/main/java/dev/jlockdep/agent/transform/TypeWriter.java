package dev.jlockdep.agent.transform;

import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes a type back whose methods were woven. What came from the class file is copied from there,
 * and constants keep their places: ASM's writer looks every constant up that every instruction names,
 * which was half of the work.
 */
final class TypeWriter {
  private final ClassFile file;
  private final ClassNode node;
  private final Pool pool;

  TypeWriter(ClassFile file, ClassNode node) {
    this.file = file;
    this.node = node;
    this.pool = new Pool(file);
  }

  /** The class file, or null when ASM has to write it. */
  byte[] write() {
    CodeWriter code = new CodeWriter(file, pool, node.version);
    Bytes rest = new Bytes(file.b.length + 256);
    rest.add(file.b, file.header, file.methods + 2);
    int written = 0;
    for (MethodNode m : node.methods) {
      int place = ((TakenMethod) m).place;
      rest.add(file.b, file.method[written], file.method[place]);
      if (!method((TakenMethod) m, code, rest)) {
        return null;
      }
      written = place + 1;
    }
    rest.add(file.b, file.method[written], file.b.length);
    if (pool.full()) {
      return null;
    }
    Bytes out = new Bytes(file.b.length + 512);
    out.add(file.b, 0, 4);
    out.addU4(node.version);
    pool.write(out);
    out.add(rest);
    return out.toArray();
  }

  private boolean method(TakenMethod m, CodeWriter writer, Bytes out) {
    int at = file.method[m.place];
    int end = file.method[m.place + 1];
    int code = file.code(m.place);
    if (code == 0) {
      out.add(file.b, at, end);
      return true;
    }
    out.addU2(m.access);
    out.add(file.b, at + 2, code - 4);
    if (!writer.write(m, out)) {
      return false;
    }
    out.add(file.b, code + file.u4(code - 4), end);
    return true;
  }
}
