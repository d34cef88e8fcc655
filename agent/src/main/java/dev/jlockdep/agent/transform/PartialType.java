package dev.jlockdep.agent.transform;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A type of which only those methods are taken apart that may have something to weave. The rest, and
 * everything outside methods, goes from the old class file to the new one as it is: reading and
 * writing it would be most of the work, and most of the start-up time.
 */
final class PartialType {
  /** The type with the methods taken; fields, annotations and other methods are not there. */
  final ClassNode node;
  private final ClassReader reader;
  private final ClassFile file;
  private final boolean[] taken;

  private PartialType(
      ClassNode node, ClassReader reader, ClassFile file, boolean[] taken) {
    this.node = node;
    this.reader = reader;
    this.file = file;
    this.taken = taken;
  }

  /** A type that the quick look could not follow, or with attributes unknown to us: all is taken. */
  static PartialType whole(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassNode node = new ClassNode(Opcodes.ASM9);
    boolean compressed = reader.readUnsignedShort(6) >= Opcodes.V1_6;
    reader.accept(node, compressed ? 0 : ClassReader.EXPAND_FRAMES);
    return new PartialType(node, reader, null, null);
  }

  /**
   * @param code whether the ordinary code is woven
   * @param jdk whether the type belongs to the JDK
   * @param table name of the type if it is one of {@link JdkLocks} or {@link BinWeaver}, else null
   * @param init says whether the initialiser gets hooks; null for no
   */
  static PartialType of(
      Prescan scan, boolean code, boolean jdk, String table, InitScan init) {
    ClassFile file = scan.file();
    boolean[] taken = new boolean[file.methodCount()];
    for (int i = 0; i < taken.length; i++) {
      taken[i] =
          code && scan.mayWeave(i, jdk)
              || table != null && inTable(scan, i, table)
              || init != null && init.weaves(i);
    }
    return of(scan, taken);
  }

  /**
   * @param taken which methods, by their place in the file
   */
  static PartialType of(Prescan scan, boolean[] taken) {
    ClassFile file = scan.file();
    CodeReader code = new CodeReader(file);
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] && !code.canRead(i)) {
        return whole(file.b);
      }
    }
    ClassNode node = code.head();
    for (int i = 0; i < taken.length; i++) {
      if (taken[i]) {
        node.methods.add(code.method(i, scan.hasMonitor(i), scan.hasCalls(i)));
      }
    }
    return new PartialType(node, null, file, taken);
  }

  private static boolean inTable(Prescan scan, int method, String table) {
    ClassFile file = scan.file();
    int at = file.method[method];
    if (table.equals(BinWeaver.MAP)) {
      return scan.hasMonitor(method) && BinWeaver.mayWeave(file.text(file.u2(at + 4)));
    }
    String name = file.text(file.u2(at + 2));
    if (!JdkLocks.knowsName(name) && !JdkWaits.knowsName(name)) {
      return false;
    }
    String whole = name.concat(file.text(file.u2(at + 4)));
    return JdkLocks.knows(table, whole) || JdkWaits.knows(table, whole);
  }

  /** The class file with the methods as they are now. */
  byte[] write() {
    byte[] quick = file == null ? null : new TypeWriter(file, node).write();
    return quick != null ? quick : withAsm();
  }

  /** The same as ASM writes it; it can do what {@link TypeWriter} cannot. */
  byte[] withAsm() {
    if (file == null) {
      return asm(reader);
    }
    return file.with(taken, new ClassFile(asm(new ClassReader(file.head()))));
  }

  private byte[] asm(ClassReader constants) {
    ClassWriter writer = new ClassWriter(constants, ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }
}
