package dev.jlockdep.agent.transform;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Tests that no launcher tells of: each is a task of its own, like those of the newer engines. JUnit 4
 * tells its notifier, whose locks are JUnit's affair and not watched; TestNG under Surefire tells
 * Surefire's listener.
 */
final class TestStarts {
  private static final String JUNIT4 = "org/junit/runner/notification/RunNotifier";
  private static final String TESTNG = "org/apache/maven/surefire/testng/TestNGReporter";
  private static final String TESTNG_RESULT = "org/testng/ITestResult";
  private static final String STRING = "java/lang/String";

  private TestStarts() {}

  /** Whether a type is told of tests. */
  static boolean in(String type) {
    return type.equals(JUNIT4) || type.equals(TESTNG);
  }

  static byte[] weave(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassNode type = new ClassNode(Opcodes.ASM9);
    reader.accept(type, 0);
    for (MethodNode m : type.methods) {
      if (m.name.equals("fireTestStarted")
          && m.desc.equals("(Lorg/junit/runner/Description;)V")) {
        m.instructions.insert(starts(new InsnList()));
      } else if (m.name.equals("onTestStart") && m.desc.equals("(L" + TESTNG_RESULT + ";)V")) {
        m.instructions.insert(starts(testNgName()));
      }
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    type.accept(writer);
    return writer.toByteArray();
  }

  /** The name is on the stack after these; by default it is what the argument prints as. */
  private static InsnList starts(InsnList name) {
    if (name.size() == 0) {
      name.add(new VarInsnNode(Opcodes.ALOAD, 1)); // Stack: description
    }
    name.add(Emit.hook("testStarts", "(Ljava/lang/Object;)V")); // Stack:
    return name;
  }

  /** {@code type#method}; either may be null there. */
  private static InsnList testNgName() {
    InsnList l = new InsnList();
    addText(l, "getInstanceName"); // Stack: type
    l.add(new LdcInsnNode("#")); // Stack: type, #
    l.add(concat()); // Stack: type#
    addText(l, "getName"); // Stack: type#, method
    l.add(concat()); // Stack: type#method
    return l;
  }

  private static void addText(InsnList l, String getter) {
    l.add(new VarInsnNode(Opcodes.ALOAD, 1));
    l.add(new MethodInsnNode(
        Opcodes.INVOKEINTERFACE, TESTNG_RESULT, getter, "()Ljava/lang/String;", true));
    l.add(new MethodInsnNode(
        Opcodes.INVOKESTATIC, STRING, "valueOf", "(Ljava/lang/Object;)Ljava/lang/String;", false));
  }

  private static MethodInsnNode concat() {
    return new MethodInsnNode(
        Opcodes.INVOKEVIRTUAL, STRING, "concat", "(Ljava/lang/String;)Ljava/lang/String;", false);
  }
}
