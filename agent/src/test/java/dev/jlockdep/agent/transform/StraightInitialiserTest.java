package dev.jlockdep.agent.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What is copied must be what the tree makes of it, for all initialisers of the JDK at hand. */
final class StraightInitialiserTest {
  private static final TypeFilter FILTER = new TypeFilter();
  /** Numbers that take each form of an instruction. */
  private static final int[] IDS = {1, 5, 6, 127, 128, 32_767, 32_768};
  private static final int STORED_SIZE = 6;

  /** As if the JDK were a program: fields of its types may hold anything, also of subclasses. */
  private static final Remapper ELSEWHERE =
      new Remapper(Opcodes.ASM9) {
        @Override
        public String map(String name) {
          return "program/".concat(name);
        }
      };

  @Test
  void weavesAsTheTreeDoes() throws IOException {
    int straight = 0;
    int storing = 0;
    int others = 0;
    for (Path path : JdkCode.types()) {
      byte[] bytes = elsewhere(Files.readAllBytes(path));
      int method = initialiser(bytes);
      if (method < 0) {
        continue;
      }
      int id = IDS[(straight + others) % IDS.length];
      byte[] woven = StraightInitialiser.weave(new ClassFile(bytes), method, id, FILTER);
      if (woven == null) {
        others++;
        continue;
      }
      byte[] tree = tree(bytes, method, id);
      assertArrayEquals(normal(tree), normal(woven), path.toString());
      assertTrue(stack(woven) >= stack(normal(tree)), path.toString());
      straight++;
      storing += calls(woven, "stored");
    }
    assertTrue(straight > 200, "only " + straight + " straight initialisers");
    assertTrue(storing > 200, "only " + storing + " stored values");
    assertTrue(others > 50, "only " + others + " that are not straight");
  }

  @Test
  void leavesBranchesToTheTree() {
    assertNull(
        woven(
            m -> {
              Label end = new Label();
              m.visitInsn(Opcodes.ICONST_0);
              m.visitJumpInsn(Opcodes.IFEQ, end);
              m.visitLabel(end);
              m.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
              m.visitInsn(Opcodes.RETURN);
            }));
  }

  @Test
  void leavesHandlersToTheTree() {
    assertNull(
        woven(
            m -> {
              Label from = new Label();
              Label handler = new Label();
              m.visitTryCatchBlock(from, handler, handler, null);
              m.visitLabel(from);
              m.visitInsn(Opcodes.NOP);
              m.visitLabel(handler);
              m.visitFrame(
                  Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
              m.visitInsn(Opcodes.POP);
              m.visitInsn(Opcodes.RETURN);
            }));
  }

  /** Compilers do not write such lines, others may. */
  @Test
  void tablesFollowWhatTheyAreAbout() {
    byte[] bytes =
        made(
            m -> {
              Label from = new Label();
              Label store = new Label();
              Label end = new Label();
              m.visitInsn(Opcodes.ACONST_NULL);
              m.visitInsn(Opcodes.ACONST_NULL);
              m.visitLabel(from);
              m.visitVarInsn(Opcodes.ASTORE, 0);
              m.visitLabel(store);
              m.visitLineNumber(7, store);
              m.visitFieldInsn(Opcodes.PUTSTATIC, "program/Made", "made", "Lprogram/Made;");
              Label last = new Label();
              m.visitLabel(last);
              m.visitLineNumber(8, last);
              m.visitInsn(Opcodes.RETURN);
              m.visitLabel(end);
              m.visitLocalVariable("until", "Ljava/lang/Object;", null, from, store, 0);
              m.visitLocalVariable("after", "Ljava/lang/Object;", null, store, end, 0);
            });
    int method = initialiser(bytes);
    byte[] woven = StraightInitialiser.weave(new ClassFile(bytes), method, 300, FILTER);
    assertArrayEquals(normal(tree(bytes, method, 300)), normal(woven));
  }

  @Test
  void weavesUpToTheLargestMethodThereCanBe() {
    // begins 4, ends 4 and 4, a return and a throw of the handler
    int hooks = 4 + 4 + 4 + 1;
    assertNotNull(woven(m -> nops(m, 65_535 - hooks - 1)));
    assertNull(woven(m -> nops(m, 65_535 - hooks)));
  }

  @Test
  void countsTheHooksOfStoresAsWell() {
    int hooks = 4 + 4 + 4 + 1;
    int store = 4;
    int left = 65_535 - hooks - 1 - store - (STORED_SIZE - 1);
    assertNotNull(woven(m -> stores(m, left)));
    assertNull(woven(m -> stores(m, left + 1)));
  }

  /** Only an instance of a subclass tells anything, and these have none. */
  @Test
  void storesOfTypesWithoutSubclassesAreLeftAlone() {
    int inter = Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
    for (int access : new int[] {0, Opcodes.ACC_FINAL, inter}) {
      byte[] bytes = made(Opcodes.ACC_PUBLIC | access, m -> stores(m, 0));
      int method = initialiser(bytes);
      byte[] woven = StraightInitialiser.weave(new ClassFile(bytes), method, 1, FILTER);
      assertArrayEquals(normal(tree(bytes, method, 1)), normal(woven));
      assertEquals(access == 0 ? 1 : 0, calls(woven, "stored"));
    }
  }

  private static void stores(MethodVisitor m, int more) {
    m.visitInsn(Opcodes.ACONST_NULL);
    m.visitFieldInsn(Opcodes.PUTSTATIC, "program/Made", "made", "Lprogram/Made;");
    nops(m, more);
  }

  private static void nops(MethodVisitor m, int count) {
    for (int i = 0; i < count; i++) {
      m.visitInsn(Opcodes.NOP);
    }
    m.visitInsn(Opcodes.RETURN);
  }

  private static byte[] woven(Consumer<MethodVisitor> body) {
    byte[] bytes = made(body);
    return StraightInitialiser.weave(new ClassFile(bytes), initialiser(bytes), 1, FILTER);
  }

  private static byte[] made(Consumer<MethodVisitor> body) {
    return made(Opcodes.ACC_PUBLIC, body);
  }

  private static byte[] made(int access, Consumer<MethodVisitor> body) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, access, "program/Made", null, "java/lang/Object", null);
    MethodVisitor m = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    m.visitCode();
    body.accept(m);
    m.visitMaxs(0, 0);
    m.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static byte[] elsewhere(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassRemapper(writer, ELSEWHERE) {
              @Override
              public void visit(
                  int version, int access, String name, String signature, String superName,
                  String[] interfaces) {
                super.visit(
                    version, access & ~Opcodes.ACC_FINAL, name, signature, superName, interfaces);
              }
            },
            0);
    return writer.toByteArray();
  }

  /** Its place in the file, or -1. */
  private static int initialiser(byte[] bytes) {
    ClassFile file = new ClassFile(bytes);
    for (int i = 0; i < file.methodCount(); i++) {
      if (file.reads(file.u2(file.method[i] + 2), "<clinit>")) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] tree(byte[] bytes, int method, int id) {
    Prescan scan = Prescan.of(bytes);
    boolean[] taken = new boolean[scan.file().methodCount()];
    taken[method] = true;
    PartialType type = PartialType.of(scan, taken);
    InitWeaver.weave(type.node, type.node.methods.get(0), id, FILTER);
    return type.withAsm();
  }

  /** The same in ASM's own order of constants and tables, with the stack it computes. */
  private static byte[] normal(byte[] bytes) {
    ClassNode node = new ClassNode(Opcodes.ASM9);
    new ClassReader(bytes).accept(node, 0);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  private static int stack(byte[] bytes) {
    ClassFile file = new ClassFile(bytes);
    return file.u2(file.code(initialiser(bytes)));
  }

  private static int calls(byte[] bytes, String hook) {
    ClassNode node = new ClassNode(Opcodes.ASM9);
    new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG);
    int[] count = {0};
    for (MethodNode m : node.methods) {
      m.accept(
          new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitMethodInsn(
                int op, String owner, String name, String descriptor, boolean onInterface) {
              count[0] += owner.equals(InitWeaver.HOOKS) && name.equals(hook) ? 1 : 0;
            }
          });
    }
    return count[0];
  }
}
