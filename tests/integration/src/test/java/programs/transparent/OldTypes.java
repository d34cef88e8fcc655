package programs.transparent;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNCHRONIZED;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.JSR;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.RET;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import programs.Turns;

/**
 * Types as compilers wrote them long ago, of every version of class files that may have subroutines
 * ({@code jsr} and {@code ret}, which released monitors in {@code finally}); a hidden type; types
 * that the JVM refuses. Both orders of two locks, one of them in the old types.
 */
public final class OldTypes {
  public static final Object OUTER = new Object();
  public static final Object INNER = new Object();

  private static final String SELF = "programs/transparent/OldTypes";
  private static final String OBJECT = "Ljava/lang/Object;";

  private OldTypes() {}

  private enum Body {
    PLAIN, SUBROUTINE, BROKEN
  }

  public static boolean both() {
    return Thread.holdsLock(OUTER) && Thread.holdsLock(INNER);
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        OldTypes::old,
        () -> {
          synchronized (INNER) {
            synchronized (OUTER) {
              System.out.println("the other order");
            }
          }
        });
    byte[] hidden = type("programs/transparent/Hidden", Opcodes.V1_5, Body.PLAIN);
    Class<?> type = MethodHandles.lookup().defineHiddenClass(hidden, true).lookupClass();
    System.out.println("hidden held " + type.getMethod("run").invoke(null));
    byte[] broken = type("programs/transparent/Broken", Opcodes.V1_5, Body.BROKEN);
    refuses("broken code", broken);
    refuses("cut off", Arrays.copyOf(broken, broken.length - 20));
    refuses("half", Arrays.copyOf(broken, broken.length / 2));
    refuses("no type", new byte[] {1, 2, 3});
  }

  private static void old() throws ReflectiveOperationException {
    for (int version : new int[] {
        Opcodes.V1_1, Opcodes.V1_2, Opcodes.V1_3, Opcodes.V1_4, Opcodes.V1_5}) {
      String name = "programs/transparent/Old" + (version & 0xFFFF);
      Class<?> type = define(name, type(name, version, Body.SUBROUTINE));
      System.out.println(
          "version " + (version & 0xFFFF) + " held " + type.getMethod("run").invoke(null)
              + " method " + type.getMethod("method").invoke(null)
              + " afterwards " + both() + Thread.holdsLock(type));
    }
  }

  private static void refuses(String what, byte[] code) throws ReflectiveOperationException {
    try {
      define("programs/transparent/Broken", code).getMethod("run").invoke(null);
      System.out.println(what + " ran");
    } catch (LinkageError expected) {
      System.out.println(what + ": " + expected.getClass().getName());
    }
  }

  private static Class<?> define(String name, byte[] code) {
    return new ClassLoader(OldTypes.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(name.replace('/', '.'), code, 0, code.length);
      }
    }.define();
  }

  /** {@code run} takes OUTER, then INNER, and releases by a subroutine; {@code method} locks the type. */
  private static byte[] type(String name, int version, Body body) {
    ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    w.visit(version, ACC_PUBLIC, name, null, "java/lang/Object", null);
    MethodVisitor run = w.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "()Z", null, null);
    run.visitCode();
    enter(run, "OUTER", 0);
    enter(run, "INNER", 1);
    run.visitMethodInsn(INVOKESTATIC, SELF, "both", "()Z", false);
    if (body == Body.SUBROUTINE) {
      Label leave = new Label();
      Label begin = new Label();
      Label end = new Label();
      Label handler = new Label();
      run.visitVarInsn(ISTORE, 4);
      run.visitTryCatchBlock(begin, end, handler, null);
      run.visitLabel(begin);
      run.visitJumpInsn(JSR, leave);
      run.visitLabel(end);
      run.visitVarInsn(ILOAD, 4);
      run.visitInsn(IRETURN);
      run.visitLabel(handler);
      run.visitVarInsn(ASTORE, 3);
      run.visitJumpInsn(JSR, leave);
      run.visitVarInsn(ALOAD, 3);
      run.visitInsn(ATHROW);
      run.visitLabel(leave);
      run.visitVarInsn(ASTORE, 2);
      exits(run);
      run.visitVarInsn(RET, 2);
    } else {
      exits(run);
      run.visitInsn(body == Body.BROKEN ? ATHROW : IRETURN);
    }
    run.visitMaxs(0, 0);
    run.visitEnd();
    MethodVisitor method =
        w.visitMethod(ACC_PUBLIC | ACC_STATIC | ACC_SYNCHRONIZED, "method", "()Z", null, null);
    method.visitCode();
    method.visitMethodInsn(INVOKESTATIC, SELF, "both", "()Z", false);
    method.visitInsn(IRETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
    w.visitEnd();
    return w.toByteArray();
  }

  private static void enter(MethodVisitor m, String field, int local) {
    m.visitFieldInsn(GETSTATIC, SELF, field, OBJECT);
    m.visitVarInsn(ASTORE, local);
    m.visitVarInsn(ALOAD, local);
    m.visitInsn(MONITORENTER);
  }

  private static void exits(MethodVisitor m) {
    m.visitVarInsn(ALOAD, 1);
    m.visitInsn(MONITOREXIT);
    m.visitVarInsn(ALOAD, 0);
    m.visitInsn(MONITOREXIT);
  }
}
