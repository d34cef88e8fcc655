package dev.jlockdep.agent.transform;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;

/**
 * Keeps the default {@code serialVersionUID} of a type: it is computed over the modifiers of methods,
 * {@code synchronized} among them, so a type that loses the flag must state what it was. Otherwise a
 * watched JVM could not read what an unwatched one wrote.
 */
final class SerialVersion {
  private static final class Computed extends SerialVersionUIDAdder {
    /** Null when the type states its own. */
    Long value;

    Computed() {
      super(Opcodes.ASM9, null);
    }

    @Override
    protected byte[] computeSHAdigest(byte[] value) {
      return Sha1.digest(value);
    }

    @Override
    protected void addSVUID(long svuid) {
      value = svuid;
    }
  }

  /**
   * Common supertypes that are not serialisable; among them all of {@code DataOutputStream}, which
   * computing an identifier needs.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "java/lang/Object", "java/lang/Runnable", "java/lang/AutoCloseable",
          "java/lang/Iterable", "java/lang/Comparable", "java/lang/Cloneable",
          "java/lang/Appendable", "java/lang/CharSequence", "java/lang/Thread",
          "java/lang/ClassLoader", "java/io/Closeable", "java/io/Flushable",
          "java/io/DataInput", "java/io/DataOutput",
          "java/io/InputStream", "java/io/OutputStream", "java/io/FilterInputStream",
          "java/io/FilterOutputStream", "java/io/Reader", "java/io/Writer",
          "java/util/Iterator", "java/util/Collection", "java/util/List", "java/util/Set",
          "java/util/Map", "java/util/Queue", "java/util/Comparator",
          "java/util/concurrent/Callable", "java/util/concurrent/Future",
          "java/util/concurrent/Executor", "java/util/concurrent/ExecutorService",
          "java/util/concurrent/ThreadFactory");

  private SerialVersion() {}

  /** Whether instances may be serialisable, as far as the type itself tells. */
  static boolean matters(ClassNode type) {
    if ((type.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM)) != 0) {
      return false;
    }
    boolean harmless = HARMLESS.contains(type.superName);
    for (String i : type.interfaces) {
      harmless &= HARMLESS.contains(i);
    }
    return !harmless;
  }

  /** The woven class file with the identifier of the original one. */
  static byte[] keep(byte[] original, byte[] woven) {
    Computed computed = new Computed();
    new ClassReader(original)
        .accept(computed, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    if (computed.value == null) {
      return woven;
    }
    ClassReader reader = new ClassReader(woven);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            FieldVisitor f =
                super.visitField(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL
                        | Opcodes.ACC_SYNTHETIC,
                    "serialVersionUID", "J", null, computed.value);
            f.visitEnd();
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }
}
