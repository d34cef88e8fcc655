package dev.jlockdep.agent.transform;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** A method taken apart, with what is known of it beforehand: it saves looking for it in vain. */
final class TakenMethod extends MethodNode {
  private final boolean monitors;
  private final boolean calls;

  TakenMethod(
      int access, String name, String descriptor, String signature, String[] exceptions,
      boolean monitors, boolean calls) {
    super(Opcodes.ASM9, access, name, descriptor, signature, exceptions);
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
