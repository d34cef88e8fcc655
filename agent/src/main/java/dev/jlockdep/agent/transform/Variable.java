package dev.jlockdep.agent.transform;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;

/** A local variable as it was read: its texts are decoded only where ASM is to write them. */
final class Variable extends LocalVariableNode {
  private final Constants constants;
  /** Where its entry is in the table of variables. */
  final int entry;
  /** Where its entry is in the table of generic types, or 0. */
  int generics;

  Variable(Constants constants, int entry, LabelNode start, LabelNode end, int index) {
    super(null, null, null, start, end, index);
    this.constants = constants;
    this.entry = entry;
  }

  @Override
  public void accept(MethodVisitor visitor) {
    name = constants.textAt(entry + 4);
    desc = constants.textAt(entry + 6);
    signature = generics == 0 ? null : constants.textAt(generics + 6);
    super.accept(visitor);
  }
}
