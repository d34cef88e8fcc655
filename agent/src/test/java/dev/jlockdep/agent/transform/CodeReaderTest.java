package dev.jlockdep.agent.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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

/** Our reader and ASM's must give nodes that are written alike, for all code of the JDK at hand. */
final class CodeReaderTest {
  @Test
  void readsTheJdkAsAsmDoes() throws IOException {
    int compared = 0;
    for (Path file : JdkCode.types()) {
      compared += compare(Files.readAllBytes(file), file.toString());
    }
    assertTrue(compared > 10_000, "only " + compared + " methods compared");
  }

  /** Returns the number of methods. */
  private static int compare(byte[] bytes, String name) {
    Prescan scan = Prescan.of(bytes);
    assertNotNull(scan, name);
    boolean[] all = new boolean[scan.file().methodCount()];
    Arrays.fill(all, true);
    PartialType type = PartialType.of(scan, all);
    byte[] ours = type.withAsm();
    byte[] asm = rewritten(bytes);
    ClassFile ourFile = new ClassFile(ours);
    ClassFile asmFile = new ClassFile(asm);
    assertEquals(asmFile.methodCount(), ourFile.methodCount(), name);
    for (int i = 0; i < ourFile.methodCount(); i++) {
      String method = name + "." + ourFile.text(ourFile.u2(ourFile.method[i] + 2));
      assertArrayEquals(code(asmFile, i), code(ourFile, i), method);
    }
    return all.length;
  }

  private static byte[] code(ClassFile file, int method) {
    int code = file.code(method);
    return code == 0
        ? new byte[0]
        : Arrays.copyOfRange(file.b, code, code + file.u4(code - 4));
  }

  /** Read and written by ASM alone. */
  private static byte[] rewritten(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassNode node = new ClassNode(Opcodes.ASM9);
    reader.accept(node, 0);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  @Test
  void readsSubroutinesAndWideInstructions() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC, "Old", null, "java/lang/Object", null);
    MethodVisitor m = writer.visitMethod(Opcodes.ACC_STATIC, "old", "(J)V", null, null);
    m.visitCode();
    Label sub = new Label();
    Label end = new Label();
    m.visitIincInsn(300, 1000);
    m.visitVarInsn(Opcodes.ILOAD, 301);
    m.visitInsn(Opcodes.POP);
    m.visitJumpInsn(Opcodes.JSR, sub);
    m.visitJumpInsn(Opcodes.GOTO, end);
    m.visitLabel(sub);
    m.visitVarInsn(Opcodes.ASTORE, 302);
    m.visitLdcInsn("\u00e9\u4e2d\0");
    m.visitInsn(Opcodes.POP);
    m.visitVarInsn(Opcodes.RET, 302);
    m.visitLabel(end);
    for (int i = 0; i < 40_000; i++) {
      m.visitInsn(Opcodes.NOP);
    }
    m.visitJumpInsn(Opcodes.GOTO, end); // too far for two bytes
    m.visitMaxs(2, 303);
    m.visitEnd();
    writer.visitEnd();
    assertEquals(1, compare(writer.toByteArray(), "Old"));
  }

  @Test
  void leavesUnknownAttributesToAsm() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Annotated", null, "java/lang/Object", null);
    MethodVisitor m = writer.visitMethod(Opcodes.ACC_STATIC, "x", "()V", null, null);
    m.visitCode();
    Label start = new Label();
    Label end = new Label();
    m.visitLabel(start);
    m.visitInsn(Opcodes.ICONST_0);
    m.visitVarInsn(Opcodes.ISTORE, 0);
    m.visitInsn(Opcodes.RETURN);
    m.visitLabel(end);
    m.visitLocalVariableAnnotation(
        0x40 << 24, null, new Label[] {start}, new Label[] {end}, new int[] {0}, "LMark;", true);
    m.visitMaxs(1, 1);
    m.visitEnd();
    writer.visitEnd();
    byte[] bytes = writer.toByteArray();
    assertFalse(new CodeReader(new ClassFile(bytes)).canRead(0));
    assertEquals(1, compare(bytes, "Annotated"));
  }
}
