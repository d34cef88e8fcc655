package dev.jlockdep.agent.transform;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A method taken apart, with what is known of it beforehand: it saves looking for it in vain. It
 * remembers where its instructions came from, so that they can be copied back.
 */
final class TakenMethod extends MethodNode {
  private final boolean monitors;
  private final boolean calls;
  /** Its place in the class file. */
  final int place;
  /** The instructions it had, in order, and their offsets. */
  AbstractInsnNode[] originals;
  int[] offsets;

  TakenMethod(
      int access, String name, String descriptor, int place, boolean monitors, boolean calls) {
    super(Opcodes.ASM9, access, name, descriptor, null, null);
    this.place = place;
    this.monitors = monitors;
    this.calls = calls;
  }

  /** Whether the method may enter or leave monitors. */
  static boolean hasMonitors(MethodNode m) {
    return !(m instanceof TakenMethod) || ((TakenMethod) m).monitors;
  }

  /** Whether the method may call or make locks, or fill fields with what is locked. */
  static boolean hasCalls(MethodNode m) {
    return !(m instanceof TakenMethod) || ((TakenMethod) m).calls;
  }
}
