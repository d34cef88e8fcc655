package dev.jlockdep.agent.transform;

import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Counts of work in flight in fields of {@code java.util.concurrent.atomic}. Of 656 loops around a
 * wait in 900 published jars 127 test an {@code int} field and 15 such a one.
 */
final class AtomicCounts {
  private static final String PACKAGE = "java/util/concurrent/atomic/";
  static final Set<String> TYPES =
      Set.of(PACKAGE + "AtomicInteger", PACKAGE + "AtomicLong", PACKAGE + "LongAdder");
  private static final Set<String> READS = Set.of("get", "sum", "intValue", "longValue");
  private static final Set<String> RAISES =
      Set.of("incrementAndGet", "getAndIncrement", "increment");
  private static final Set<String> LOWERS =
      Set.of("decrementAndGet", "getAndDecrement", "decrement");

  private AtomicCounts() {}

  static boolean isAtomic(FieldInsnNode field) {
    String d = field.desc;
    return d.startsWith("L") && TYPES.contains(d.substring(1, d.length() - 1));
  }

  private static String called(AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode && TYPES.contains(((MethodInsnNode) insn).owner)
            && ((MethodInsnNode) insn).desc.startsWith("()")
        ? ((MethodInsnNode) insn).name
        : "";
  }

  /** Whether the value of a count is asked for. */
  static boolean isRead(AbstractInsnNode insn) {
    return READS.contains(called(insn));
  }

  /** 1 where a count is raised, -1 where it is lowered, else 0. */
  static int change(AbstractInsnNode insn) {
    String name = called(insn);
    return RAISES.contains(name) ? 1 : LOWERS.contains(name) ? -1 : 0;
  }

  /**
   * Whether the type does nothing else to the field: what is set, added or given away may let the wait
   * end in a way that nobody would know of. True of a field that is no such count.
   */
  static boolean knowsAllUses(ClassNode type, String name) {
    for (MethodNode m : type.methods) {
      for (AbstractInsnNode insn : m.instructions) {
        if (insn.getOpcode() == Opcodes.GETFIELD && ((FieldInsnNode) insn).name.equals(name)
            && ((FieldInsnNode) insn).owner.equals(type.name) && isAtomic((FieldInsnNode) insn)) {
          AbstractInsnNode use = Emit.next(insn);
          if (!isRead(use) && change(use) == 0) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
