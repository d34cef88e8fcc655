package programs.transparent;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.NOP;
import static org.objectweb.asm.Opcodes.RETURN;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import programs.Turns;

/**
 * Methods of almost 64 KB that take two locks: one with room for what jlockdep adds, whose order is the
 * wrong one, and one as long as a method can be, which takes other locks.
 */
public final class LargeMethods {
  public static final Object OUTER = new Object();
  public static final Object INNER = new Object();
  private static final int CODE_MAX = 65_535;
  /** The instructions beside the fillers, in bytes. */
  private static final int OWN = 10;
  private static final String OBJECTS = "(Ljava/lang/Object;Ljava/lang/Object;)V";
  private static int checked;

  private LargeMethods() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> {
          synchronized (OUTER) {
            synchronized (INNER) {
              check(OUTER, INNER);
            }
          }
        },
        () -> run("Large", CODE_MAX - OWN - 1_000, INNER, OUTER),
        () -> run("Largest", CODE_MAX - OWN, new Object(), new Object()));
    System.out.println("checked " + checked);
  }

  /** Called by the methods, with both locks held. */
  public static void check(Object outer, Object inner) {
    checked += Thread.holdsLock(outer) && Thread.holdsLock(inner) ? 1 : 100;
  }

  private static void run(String name, int fillers, Object outer, Object inner)
      throws ReflectiveOperationException {
    String type = "programs/transparent/" + name;
    byte[] code = type(type, fillers);
    Class<?> loaded = new ClassLoader(LargeMethods.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(type.replace('/', '.'), code, 0, code.length);
      }
    }.define();
    loaded.getMethod("large", Object.class, Object.class).invoke(null, outer, inner);
    checked += Thread.holdsLock(outer) || Thread.holdsLock(inner) ? 100 : 0;
  }

  private static byte[] type(String name, int fillers) {
    ClassWriter w = new ClassWriter(0);
    w.visit(Opcodes.V1_6, ACC_PUBLIC, name, null, "java/lang/Object", null);
    MethodVisitor large =
        w.visitMethod(ACC_PUBLIC | ACC_STATIC, "large", OBJECTS, null, null);
    large.visitCode();
    for (int lock : new int[] {0, 1}) {
      large.visitVarInsn(ALOAD, lock);
      large.visitInsn(MONITORENTER);
    }
    for (int i = 0; i < fillers - 4; i++) {
      large.visitInsn(NOP);
    }
    large.visitVarInsn(ALOAD, 0);
    large.visitVarInsn(ALOAD, 1);
    large.visitMethodInsn(
        INVOKESTATIC, "programs/transparent/LargeMethods", "check", OBJECTS, false);
    for (int lock : new int[] {1, 0}) {
      large.visitVarInsn(ALOAD, lock);
      large.visitInsn(MONITOREXIT);
    }
    large.visitInsn(RETURN);
    large.visitMaxs(2, 2);
    large.visitEnd();
    w.visitEnd();
    return w.toByteArray();
  }
}
