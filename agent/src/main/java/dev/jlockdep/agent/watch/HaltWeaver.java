package dev.jlockdep.agent.watch;

import dev.jlockdep.hooks.Halting;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets the watch look once more when the program halts the JVM. Watchdogs halt it the moment they
 * see a deadlock, which may be sooner than the next regular look.
 */
public final class HaltWeaver implements ClassFileTransformer {
  private static final String RUNTIME = "java/lang/Runtime";
  private static final String HALTING = "dev/jlockdep/hooks/Halting";

  private HaltWeaver() {}

  /** Weaves {@code Runtime.halt}; a JVM that refuses only loses the last look. */
  public static void install(Instrumentation instrumentation) {
    HaltWeaver weaver = new HaltWeaver();
    instrumentation.addTransformer(weaver, true);
    try {
      instrumentation.retransformClasses(Runtime.class);
      Halting.before(DeadlockWatch::lastLook);
    } catch (UnmodifiableClassException | LinkageError | UnsupportedOperationException e) {
      instrumentation.removeTransformer(weaver);
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (!RUNTIME.equals(name)) {
      return null;
    }
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new HaltVisitor(writer), 0);
    return writer.toByteArray();
  }

  private static final class HaltVisitor extends ClassVisitor {
    HaltVisitor(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String desc, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, desc, signature, exceptions);
      return !name.equals("halt") ? next : new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitCode() {
          super.visitCode();
          // Stack[]: nothing goes on, nothing comes back
          super.visitMethodInsn(Opcodes.INVOKESTATIC, HALTING, "now", "()V", false);
        }
      };
    }
  }
}
