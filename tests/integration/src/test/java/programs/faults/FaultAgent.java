package programs.faults;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts {@link Fault#here} at the beginning of methods of jlockdep. Arguments: the jar that holds
 * {@code Fault} for the bootstrap loader, then {@code Type.method} of each place, all separated by
 * commas; or {@code clock}, and jlockdep asks {@code Fault} for the time of day; or {@code
 * allocations}, and {@code Fault.at} comes to whatever in the runtime can run out of memory.
 * Comes before jlockdep's agent on the command line.
 */
public final class FaultAgent {
  private FaultAgent() {}

  public static void premain(String args, Instrumentation instrumentation) throws Exception {
    String[] words = args.split(",");
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(words[0]));
    // initialised now: inside a hook its own constructors would call hooks
    Fault.set("", 1);
    instrumentation.addTransformer(new Breaker(words));
  }

  private static final class Breaker implements ClassFileTransformer {
    private final String[] places;

    Breaker(String[] places) {
      this.places = places;
    }

    @Override
    public byte[] transform(
        ClassLoader loader, String name, Class<?> old, ProtectionDomain domain, byte[] code) {
      if (name == null || !name.startsWith("dev/jlockdep/")) {
        return null;
      }
      String type = name.substring(name.lastIndexOf('/') + 1);
      ClassReader reader = new ClassReader(code);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(
          new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                int access, String method, String descriptor, String generic, String[] thrown) {
              MethodVisitor out = super.visitMethod(access, method, descriptor, generic, thrown);
              return wanted("clock")
                  ? new Clock(out)
                  : wanted("allocations") ? allocations(name, method, out)
                  : wanted(type + "." + method) ? new Entry(out) : out;
            }
          },
          0);
      return writer.toByteArray();
    }

    /** Not in what keeps the error, nor in initialisers: a type whose initialiser fails is lost. */
    private static MethodVisitor allocations(String type, String method, MethodVisitor out) {
      boolean runtime = type.startsWith("dev/jlockdep/hooks/")
          || type.startsWith("dev/jlockdep/internal/")
          || type.startsWith("dev/jlockdep/Lockdep");
      return runtime && !type.endsWith("/Errors") && !method.equals("<clinit>")
          ? new Allocations(out) : out;
    }

    private boolean wanted(String place) {
      for (String p : places) {
        if (p.equals(place)) {
          return true;
        }
      }
      return false;
    }
  }

  private static final class Clock extends MethodVisitor {
    Clock(MethodVisitor out) {
      super(Opcodes.ASM9, out);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      boolean clock = owner.equals("java/lang/System") && name.equals("currentTimeMillis");
      super.visitMethodInsn(
          opcode, clock ? "programs/faults/Fault" : owner, name, descriptor, ofInterface);
    }
  }

  /** At each instruction that allocates, and before each call of the JDK that may. */
  private static final class Allocations extends MethodVisitor {
    private static final AtomicInteger PLACES = new AtomicInteger();
    private static final Set<String> CALLS = Set.of(
        "add", "addAll", "put", "putIfAbsent", "append", "toString", "valueOf", "copyOf",
        "copyOfRange", "of", "toArray", "keySet", "values", "entrySet", "iterator", "concat",
        "substring", "replace", "fillInStackTrace", "getStackTrace", "clone");

    Allocations(MethodVisitor out) {
      super(Opcodes.ASM9, out);
    }

    private void here() {
      super.visitLdcInsn(PLACES.incrementAndGet());
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, "programs/faults/Fault", "at", "(I)V", false);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      super.visitTypeInsn(opcode, type);
      // behind it: stack maps mean a new object by the label in front
      if (opcode == Opcodes.NEW || opcode == Opcodes.ANEWARRAY) {
        here();
      }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      if (opcode == Opcodes.NEWARRAY) {
        here();
      }
      super.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      if (owner.startsWith("java/") && CALLS.contains(name)) {
        here();
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
    }
  }

  private static final class Entry extends MethodVisitor {
    Entry(MethodVisitor out) {
      super(Opcodes.ASM9, out);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, "programs/faults/Fault", "here", "()V", false);
    }
  }
}
