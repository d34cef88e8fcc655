package dev.jlockdep.agent.transform;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
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

  private PartialType(ClassReader reader, Prescan scan, boolean[] taken) {
    this.reader = reader;
    this.file = scan == null ? null : scan.file();
    this.taken = taken;
    this.node = scan == null ? new ClassNode(Opcodes.ASM9) : new TakenNode(scan, taken);
    boolean compressed = reader.readUnsignedShort(6) >= Opcodes.V1_6;
    reader.accept(node, compressed ? 0 : ClassReader.EXPAND_FRAMES);
  }

  /** A type that the quick look could not follow: all of it is taken. */
  static PartialType whole(byte[] classFile) {
    return new PartialType(new ClassReader(classFile), null, null);
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
    return new PartialType(new ClassReader(file.only(taken)), scan, taken);
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

  /** Tells each method what is known of it. */
  private static final class TakenNode extends ClassNode {
    private final Prescan scan;
    private final boolean[] taken;
    private int place = -1;

    TakenNode(Prescan scan, boolean[] taken) {
      super(Opcodes.ASM9);
      this.scan = scan;
      this.taken = taken;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      do {
        place++;
      } while (!taken[place]);
      MethodNode method =
          new TakenMethod(
              access, name, descriptor, signature, exceptions, scan.hasMonitor(place),
              scan.hasCalls(place));
      methods.add(method);
      return method;
    }
  }

  /** The class file with the methods as they are now. */
  byte[] write() {
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    byte[] part = writer.toByteArray();
    return file == null ? part : file.with(taken, new ClassFile(part));
  }
}
