package dev.jlockdep.agent.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNCHRONIZED;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.NOP;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V1_8;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A method that hooks would make too large stays as it is and is named; the others are woven. */
class LargeMethodTest {
  private static final int CODE_MAX = 65_535;
  /** The instructions of the method beside its fillers, in bytes. */
  private static final int OWN = 5;

  private final List<String> failures = new ArrayList<>();
  private final Weaver weaver = new Weaver(type -> true, (type, why) -> failures.add(type));

  @Test
  void smallIsWoven() throws Exception {
    assertTrue(hooked(woven(100), "large"));
    assertEquals(List.of(), failures);
  }

  @Test
  void largestThereCanBeStaysAsItIs() throws Exception {
    byte[] woven = woven(CODE_MAX - OWN);
    assertEquals(false, hooked(woven, "large"));
    assertTrue(hooked(woven, "small"), "other methods of the type are woven");
    assertEquals(List.of("program.Large.large"), failures);
    assertEquals(1, weaver.coverage().get("methodsTooLarge"));
    assertEquals(0, weaver.coverage().get("typesFailed"));
  }

  /** From the fillers at which it is woven last to those at which it is left alone is one step. */
  @Test
  void limitIsThatOfTheClassFile() throws Exception {
    int fillers = CODE_MAX - 60;
    while (hooked(woven(fillers), "large")) {
      fillers++;
    }
    assertTrue(fillers > CODE_MAX - 60 && fillers < CODE_MAX - OWN, () -> "limit");
    failures.clear();
    assertTrue(hooked(woven(fillers - 1), "large"));
    assertEquals(List.of(), failures);
    assertEquals(CODE_MAX, fillers - 1 + OWN + hookBytes());
  }

  /** What the hooks of one block add, measured on the small method. */
  private int hookBytes() throws Exception {
    return size(woven(100), "large") - 100 - OWN;
  }

  private static int size(byte[] type, String name) throws Exception {
    ClassFile file = new ClassFile(type);
    for (int i = 0; i < file.methodCount(); i++) {
      if (file.text(file.u2(file.method[i] + 2)).equals(name)) {
        return file.u4(file.code(i) + 4);
      }
    }
    throw new IllegalStateException(name);
  }

  /** The type after weaving; it was loaded and both methods ran. */
  private byte[] woven(int fillers) throws Exception {
    byte[] woven = weaver.transform(null, null, "program/Large", null, null, type(fillers));
    assertNotNull(woven);
    Class<?> loaded = new ClassLoader(LargeMethodTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass("program.Large", woven, 0, woven.length);
      }
    }.define();
    loaded.getMethod("large", Object.class).invoke(null, this);
    loaded.getMethod("small").invoke(null);
    assertEquals(false, Thread.holdsLock(this));
    return woven;
  }

  private static byte[] type(int fillers) {
    ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    w.visit(V1_8, ACC_PUBLIC, "program/Large", null, "java/lang/Object", null);
    MethodVisitor large = w.visitMethod(
        ACC_PUBLIC | ACC_STATIC, "large",
        Type.getMethodDescriptor(Type.VOID_TYPE, Type.getType(Object.class)), null, null);
    large.visitVarInsn(ALOAD, 0);
    large.visitInsn(MONITORENTER);
    for (int i = 0; i < fillers; i++) {
      large.visitInsn(NOP);
    }
    large.visitVarInsn(ALOAD, 0);
    large.visitInsn(MONITOREXIT);
    large.visitInsn(RETURN);
    large.visitMaxs(0, 0);
    MethodVisitor small =
        w.visitMethod(ACC_PUBLIC | ACC_STATIC | ACC_SYNCHRONIZED, "small", "()V", null, null);
    small.visitInsn(RETURN);
    small.visitMaxs(0, 0);
    w.visitEnd();
    return w.toByteArray();
  }

  private static boolean hooked(byte[] type, String name) {
    ClassNode node = new ClassNode(Opcodes.ASM9);
    new ClassReader(type).accept(node, 0);
    for (MethodNode m : node.methods) {
      if (m.name.equals(name)) {
        for (AbstractInsnNode insn : m.instructions) {
          if (insn instanceof MethodInsnNode
              && ((MethodInsnNode) insn).name.equals("monitorRequest")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
