package dev.jlockdep.agent.transform;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Stack map frames that know {@code this} to the end of a method. A compiler may drop it from the
 * frames once the code needs it no more (Kotlin's does, so do shrinkers), or know it as a supertype;
 * the monitor of a synchronized method must be left through it.
 */
final class ThisFrames {
  private ThisFrames() {}

  /**
   * Puts {@code this} into every frame that lacks it. Only for instance methods, other than
   * constructors, that never write local variable 0: it then holds {@code this} everywhere.
   */
  static void keep(MethodNode m, String type) {
    List<Object> locals = parameters(m, type);
    List<List<Object>> expanded = new ArrayList<>();
    List<FrameNode> frames = new ArrayList<>();
    boolean lacking = false;
    for (AbstractInsnNode insn : m.instructions) {
      if (insn instanceof FrameNode) {
        FrameNode f = (FrameNode) insn;
        locals = after(locals, f);
        frames.add(f);
        expanded.add(locals);
        lacking |= locals.isEmpty() || !type.equals(locals.get(0));
      }
    }
    if (lacking) {
      for (int i = 0; i < frames.size(); i++) {
        full(frames.get(i), expanded.get(i), type);
      }
    }
  }

  /**
   * Makes every frame of a static method know that a local variable behind all others holds an object
   * of a type, from the beginning of the method to its end.
   */
  static void keepBehind(MethodNode m, int slot, String type) {
    List<Object> locals = parameters(m, null);
    for (AbstractInsnNode insn : m.instructions) {
      if (insn instanceof FrameNode) {
        FrameNode f = (FrameNode) insn;
        locals = after(locals, f);
        full(f, behind(locals, slot, type));
      }
    }
  }

  /** Local variables as a frame lists them, with one more behind those that a method has. */
  static List<Object> behind(List<Object> locals, int slot, String type) {
    List<Object> with = new ArrayList<>(locals);
    int used = 0;
    for (Object local : locals) {
      used += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    for (; used < slot; used++) {
      with.add(Opcodes.TOP);
    }
    with.add(type);
    return with;
  }

  /**
   * @param type of {@code this}; null for a static method
   */
  private static List<Object> parameters(MethodNode m, String type) {
    List<Object> locals = new ArrayList<>();
    if (type != null) {
      locals.add(type);
    }
    for (Type t : Type.getArgumentTypes(m.desc)) {
      switch (t.getSort()) {
        case Type.LONG -> locals.add(Opcodes.LONG);
        case Type.DOUBLE -> locals.add(Opcodes.DOUBLE);
        case Type.FLOAT -> locals.add(Opcodes.FLOAT);
        case Type.ARRAY, Type.OBJECT -> locals.add(t.getInternalName());
        default -> locals.add(Opcodes.INTEGER);
      }
    }
    return locals;
  }

  /** The local variables at a frame, given those at the frame before it. */
  private static List<Object> after(List<Object> before, FrameNode f) {
    switch (f.type) {
      case Opcodes.F_NEW, Opcodes.F_FULL:
        return f.local == null ? new ArrayList<>() : new ArrayList<>(f.local);
      case Opcodes.F_APPEND:
        List<Object> more = new ArrayList<>(before);
        more.addAll(f.local);
        return more;
      case Opcodes.F_CHOP:
        return new ArrayList<>(before.subList(0, before.size() - f.local.size()));
      default:
        return before;
    }
  }

  private static void full(FrameNode f, List<Object> locals, String type) {
    List<Object> with = new ArrayList<>(locals);
    if (with.isEmpty()) {
      with.add(type);
    } else {
      with.set(0, type);
    }
    full(f, with);
  }

  private static void full(FrameNode f, List<Object> locals) {
    if (f.type != Opcodes.F_NEW) {
      f.type = Opcodes.F_FULL;
    }
    f.local = locals;
    if (f.stack == null) {
      f.stack = new ArrayList<>();
    }
  }
}
