package dev.jlockdep.agent.transform;

import java.util.List;
import org.objectweb.asm.tree.FrameNode;

/** A frame as it was read. */
final class StoredFrame extends FrameNode {
  /** Where it is in the class file. */
  final int at;
  private final int readType;
  private final List<Object> readLocals;

  StoredFrame(int at, int type, Object[] locals, Object[] stack) {
    super(type, locals.length, locals, stack.length, stack);
    this.at = at;
    this.readType = type;
    this.readLocals = local;
  }

  /** Whether it still says what it said. */
  boolean unchanged() {
    return type == readType && local == readLocals;
  }
}
