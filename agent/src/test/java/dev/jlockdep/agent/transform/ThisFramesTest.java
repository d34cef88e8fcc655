package dev.jlockdep.agent.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_SYNCHRONIZED;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.F_FULL;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.ICONST_2;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INTEGER;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.TOP;
import static org.objectweb.asm.Opcodes.V17;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Synchronized methods whose frames do not know {@code this}: woven, verified, run. */
class ThisFramesTest {
  private static final String TYPE = "program/Dropped";

  @Test
  void dropped() throws Exception {
    runsWoven(m -> m.visitFrame(F_FULL, 0, null, 0, null));
  }

  @Test
  void unknownWithOthersBehindIt() throws Exception {
    runsWoven(m -> m.visitFrame(F_FULL, 2, new Object[] {TOP, INTEGER}, 0, null));
  }

  @Test
  void knownAsSupertype() throws Exception {
    runsWoven(
        m -> m.visitFrame(F_FULL, 2, new Object[] {"java/lang/Object", INTEGER}, 0, null));
  }

  @Test
  void known() throws Exception {
    runsWoven(m -> m.visitFrame(F_FULL, 2, new Object[] {TYPE, INTEGER}, 0, null));
  }

  /** A method with a branch, whose target has the given frame. */
  private static void runsWoven(Consumer<MethodVisitor> frame) throws Exception {
    ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    w.visit(V17, ACC_PUBLIC, TYPE, null, "java/lang/Object", null);
    MethodVisitor init = w.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
    init.visitVarInsn(ALOAD, 0);
    init.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    init.visitInsn(RETURN);
    init.visitMaxs(0, 0);
    MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_SYNCHRONIZED, "pick", "(I)I", null, null);
    Label zero = new Label();
    Label end = new Label();
    m.visitVarInsn(ILOAD, 1);
    m.visitJumpInsn(IFEQ, zero);
    m.visitInsn(ICONST_1);
    m.visitInsn(IRETURN);
    m.visitLabel(zero);
    frame.accept(m);
    m.visitJumpInsn(GOTO, end);
    m.visitLabel(end);
    frame.accept(m);
    m.visitInsn(ICONST_2);
    m.visitInsn(IRETURN);
    m.visitMaxs(0, 0);
    byte[] original = w.toByteArray();
    Weaver weaver = new Weaver(name -> true, (name, why) -> {
      throw new AssertionError(name, why);
    });
    Defining loader = new Defining();
    byte[] woven = weaver.transform(null, loader, TYPE, null, null, original);
    assertNotNull(woven);
    Class<?> type = loader.define(woven);
    Object it = type.getConstructor().newInstance();
    assertEquals(2, type.getMethod("pick", int.class).invoke(it, 0));
    assertEquals(1, type.getMethod("pick", int.class).invoke(it, 5));
  }

  private static final class Defining extends ClassLoader {
    Defining() {
      super(ThisFramesTest.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }
}
