package dev.jlockdep.agent.transform;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A type of which only those methods are taken apart that may have something to weave. The rest, and
 * everything outside methods, goes from the old class file to the new one as it is: reading it would
 * be most of the work, and most of the start-up time.
 */
final class PartialType extends ClassNode {
  private final ClassReader reader;
  private final Prescan scan;
  private final boolean code;
  private final boolean table;
  /** By the order of the class file; null: copied unread. */
  private MethodNode[] taken = new MethodNode[16];
  private int count;

  /**
   * @param scan null: take all methods
   * @param code whether the ordinary code is woven
   * @param table whether the type is one of {@link JdkLocks} or {@link BinWeaver}
   */
  PartialType(byte[] classFile, Prescan scan, boolean code, boolean table) {
    super(Opcodes.ASM9);
    this.reader = new ClassReader(classFile);
    this.scan = scan;
    this.code = code;
    this.table = table;
    reader.accept(this, ClassReader.EXPAND_FRAMES);
  }

  @Override
  public FieldVisitor visitField(
      int access, String field, String descriptor, String signature, Object value) {
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    if (count == taken.length) {
      taken = java.util.Arrays.copyOf(taken, 2 * count);
    }
    int place = count++;
    if (!take(place, method, descriptor)) {
      return null;
    }
    MethodVisitor node = super.visitMethod(access, method, descriptor, signature, exceptions);
    taken[place] = (MethodNode) node;
    return node;
  }

  private boolean take(int place, String method, String descriptor) {
    return scan == null
        || code && scan.mayWeave(place)
        || table && (scan.hasMonitor(place) || JdkLocks.knows(name, method.concat(descriptor)));
  }

  /** The class file with the methods as they are now. */
  byte[] write() {
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Merger(writer), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /** Passes everything through, and for the methods taken what became of them. */
  private final class Merger extends ClassVisitor {
    private int place;

    Merger(ClassWriter writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public void visit(
        int oldVersion, int access, String type, String signature, String superType,
        String[] superInterfaces) {
      super.visit(version, access, type, signature, superType, superInterfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      MethodNode ours = taken[place++];
      if (ours != null) {
        ours.accept(cv);
        return null;
      }
      return super.visitMethod(access, method, descriptor, signature, exceptions);
    }
  }
}
