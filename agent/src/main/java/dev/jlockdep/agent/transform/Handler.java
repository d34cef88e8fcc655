package dev.jlockdep.agent.transform;

import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** An exception handler as it was read. */
final class Handler extends TryCatchBlockNode {
  /** Constant of the type that is caught; 0 for all. */
  final int typeConstant;

  Handler(LabelNode start, LabelNode end, LabelNode handler, String type, int typeConstant) {
    super(start, end, handler, type);
    this.typeConstant = typeConstant;
  }
}
