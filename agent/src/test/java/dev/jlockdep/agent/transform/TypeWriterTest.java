package dev.jlockdep.agent.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What we write must be what ASM writes, for all code of the JDK at hand. */
final class TypeWriterTest {
  @Test
  void writesBackWhatWasThere() throws IOException {
    int types = 0;
    for (Path file : JdkCode.types()) {
      byte[] bytes = Files.readAllBytes(file);
      PartialType type = all(bytes);
      assertNotNull(type, file.toString());
      assertArrayEquals(normal(bytes), normal(type.write()), file.toString());
      types++;
    }
    assertTrue(types > 1_000, "only " + types + " types");
  }

  @Test
  void weavesAsAsmDoes() throws IOException {
    int woven = 0;
    for (Path file : JdkCode.types()) {
      byte[] bytes = Files.readAllBytes(file);
      Prescan scan = Prescan.of(bytes);
      if (scan.interesting() && !file.endsWith("Object.class")) {
        woven += weave(PartialType.of(scan, true, false, null, null), bytes, file.toString());
      }
    }
    assertTrue(woven > 150, "only " + woven + " types woven");
  }

  /** Returns 1 if our writer could write it. */
  private static int weave(PartialType type, byte[] bytes, String name) {
    Positions positions = new Positions(type.node);
    MonitorWeaver monitors = new MonitorWeaver(type.node, positions);
    CallWeaver calls = new CallWeaver(type.node, positions);
    for (MethodNode m : type.node.methods) {
      if ((m.access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0) {
        continue;
      }
      calls.weave(m);
      monitors.weaveBlocks(m);
      if ((m.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
        if (bytes.length % 2 == 0 && monitors.canReplace(m)) {
          monitors.replace(m);
        } else {
          monitors.follow(m);
        }
      }
    }
    byte[] ours = new TypeWriter(new ClassFile(bytes), type.node).write();
    if (ours == null) {
      return 0;
    }
    byte[] asm = type.withAsm();
    assertArrayEquals(normal(asm), normal(ours), name);
    enoughStack(asm, ours, name);
    return 1;
  }

  private static void enoughStack(byte[] asm, byte[] ours, String name) {
    ClassFile expected = new ClassFile(asm);
    ClassFile actual = new ClassFile(ours);
    for (int i = 0; i < actual.methodCount(); i++) {
      int code = actual.code(i);
      if (code != 0) {
        int least = expected.u2(expected.code(i));
        int stack = actual.u2(code);
        assertTrue(stack >= least && stack <= least + 8, name + " " + i + " " + least + stack);
        assertTrue(actual.u2(code + 2) >= expected.u2(expected.code(i) + 2), name + " " + i);
      }
    }
  }

  private static PartialType all(byte[] bytes) {
    Prescan scan = Prescan.of(bytes);
    boolean[] all = new boolean[scan.file().methodCount()];
    Arrays.fill(all, true);
    return PartialType.of(scan, all);
  }

  /** The same in ASM's own order of constants and tables, with the stack it computes. */
  private static byte[] normal(byte[] bytes) {
    ClassNode node = new ClassNode(Opcodes.ASM9);
    new ClassReader(bytes).accept(node, 0);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  /** Before frames, nothing says that a handler begins with what was thrown. */
  @Test
  void oldTypesHaveRoomForWhatWasThrown() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC, "Old", null, "java/lang/Object", null);
    for (int access : new int[] {Opcodes.ACC_SYNCHRONIZED, 0x28}) {
      MethodVisitor m = writer.visitMethod(access, "empty" + access, "()V", null, null);
      m.visitCode();
      m.visitInsn(Opcodes.RETURN);
      m.visitMaxs(0, 0);
      m.visitEnd();
    }
    writer.visitEnd();
    byte[] bytes = writer.toByteArray();
    assertEquals(1, weave(all(bytes), bytes, "Old"));
  }

  @Test
  void leavesFarBranchesToAsm() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Far", null, "java/lang/Object", null);
    MethodVisitor m = writer.visitMethod(Opcodes.ACC_STATIC, "far", "(I)V", null, null);
    m.visitCode();
    Label end = new Label();
    m.visitVarInsn(Opcodes.ILOAD, 0);
    m.visitJumpInsn(Opcodes.IFEQ, end);
    m.visitLdcInsn(org.objectweb.asm.Type.getObjectType("Far"));
    m.visitInsn(Opcodes.MONITORENTER);
    for (int i = 0; i < 32_755; i++) {
      m.visitInsn(Opcodes.NOP);
    }
    m.visitLabel(end); // as far as two bytes can say: the hook does not fit between
    m.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    m.visitInsn(Opcodes.RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
    writer.visitEnd();
    byte[] bytes = writer.toByteArray();
    PartialType untouched = all(bytes);
    assertNotNull(new TypeWriter(new ClassFile(bytes), untouched.node).write());
    PartialType type = all(bytes);
    assertEquals(0, weave(type, bytes, "Far"));
    assertNull(new TypeWriter(new ClassFile(bytes), type.node).write());
    assertNotNull(type.write());
  }
}
