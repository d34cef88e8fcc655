package dev.jlockdep.agent.transform;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Counts of work in flight that a type keeps by hand: an {@code int} field that methods raise and
 * lower, and a loop around {@code Object.wait} that waits until it has fallen. The loop is a wait
 * also where nothing is in flight at the moment, so it is told before the field is tested. Fields of
 * {@code java.util.concurrent.atomic} are counts too while nothing is done to them but to look, to raise
 * and to lower ({@link AtomicCounts}).
 */
final class Counts {
  private static final String HOOKS = "dev/jlockdep/hooks/CountHooks";
  private static final String OBJECT = "Ljava/lang/Object;";
  private final ClassNode type;
  /** By name of the count: the field whose monitor its loop waits on; empty for this itself. */
  private final Map<String, String> guards = new HashMap<>();
  private final Map<String, String> guardTypes = new HashMap<>();
  /** Tests of a count in such loops. */
  private final Map<AbstractInsnNode, MethodNode> tests = new HashMap<>();

  private Counts(ClassNode type) {
    this.type = type;
  }

  /** To be called before anything else is woven. */
  static void weave(ClassNode type) {
    Counts c = new Counts(type);
    for (MethodNode m : type.methods) {
      if ((m.access & Opcodes.ACC_STATIC) == 0 && m.instructions.size() > 0) {
        c.loops(m);
      }
    }
    c.guards.keySet().removeIf(name -> !AtomicCounts.knowsAllUses(type, name));
    c.tests.keySet().removeIf(test -> !c.guards.containsKey(((FieldInsnNode) Emit.next(test)).name));
    if (c.guards.isEmpty()) {
      return;
    }
    for (Map.Entry<AbstractInsnNode, MethodNode> t : c.tests.entrySet()) {
      FieldInsnNode count = (FieldInsnNode) Emit.next(t.getKey());
      InsnList l = c.call("mayWait", count.name, true);
      AbstractInsnNode value = AtomicCounts.isAtomic(count) ? Emit.next(count) : count;
      if (Emit.next(value) instanceof JumpInsnNode) {
        l.add(c.drains(count, value));
      }
      t.getValue().instructions.insertBefore(t.getKey(), l);
    }
    for (MethodNode m : type.methods) {
      if ((m.access & Opcodes.ACC_STATIC) == 0 && !m.name.equals("<init>")) {
        c.changes(m);
      }
    }
  }

  // ---- loops -----------------------------------------------------------------------------------

  private void loops(MethodNode m) {
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      if (insn instanceof MethodInsnNode && isWait((MethodInsnNode) insn)) {
        AbstractInsnNode receiver = before(insn);
        if (isField(receiver) && isThis(before(receiver))) {
          loop(m, insn, (FieldInsnNode) receiver);
        } else if (isThis(receiver)) {
          loop(m, insn, null);
        }
      }
    }
  }

  private static boolean isWait(MethodInsnNode call) {
    return call.getOpcode() == Opcodes.INVOKEVIRTUAL && call.name.equals("wait")
        && call.desc.equals("()V");
  }

  /** Looks for a test of a count between the ends of the loop around a wait. */
  private void loop(MethodNode m, AbstractInsnNode wait, FieldInsnNode guard) {
    InsnList code = m.instructions;
    int at = code.indexOf(wait);
    int first = -1;
    int last = -1;
    for (AbstractInsnNode insn = wait; insn != null; insn = insn.getNext()) {
      int to = insn instanceof JumpInsnNode ? code.indexOf(((JumpInsnNode) insn).label) : at + 1;
      if (to <= at) {
        first = to;
        last = code.indexOf(insn);
      }
    }
    if (first < 0) {
      return;
    }
    for (int i = first; i <= last; i++) {
      AbstractInsnNode value = code.get(i);
      AbstractInsnNode field = AtomicCounts.isRead(value) ? before(value) : value;
      if (isCount(field) && isThis(before(field)) && waitsForLess(code, value, first, last)) {
        String count = ((FieldInsnNode) field).name;
        guards.put(count, guard == null ? "" : guard.name);
        guardTypes.put(count, guard == null ? "" : guard.desc);
        tests.put(before(field), m);
      }
    }
  }

  private boolean isCount(AbstractInsnNode insn) {
    return insn != null && insn.getOpcode() == Opcodes.GETFIELD
        && ((FieldInsnNode) insn).owner.equals(type.name)
        && (((FieldInsnNode) insn).desc.equals("I") || AtomicCounts.isAtomic((FieldInsnNode) insn));
  }

  private boolean isField(AbstractInsnNode insn) {
    return insn != null && insn.getOpcode() == Opcodes.GETFIELD
        && ((FieldInsnNode) insn).owner.equals(type.name)
        && ((FieldInsnNode) insn).desc.startsWith("L");
  }

  /** Whether the loop goes on while the value is larger than something, zero mostly. */
  private boolean waitsForLess(InsnList code, AbstractInsnNode value, int first, int last) {
    AbstractInsnNode jump = Emit.next(value);
    int pushed = 0;
    while (jump != null && !(jump instanceof JumpInsnNode) && pushed < 2 && pushes(jump)) {
      pushed += jump.getOpcode() == Opcodes.ALOAD ? 0 : 1;
      jump = Emit.next(jump);
    }
    if (pushed == 1 && jump != null && jump.getOpcode() == Opcodes.LCMP) {
      // the jump asks the result of the comparison
      pushed = 0;
      jump = Emit.next(jump);
    }
    if (!(jump instanceof JumpInsnNode) || pushed > 1) {
      return false;
    }
    int to = code.indexOf(((JumpInsnNode) jump).label);
    boolean leaves = to < first || to > last;
    switch (jump.getOpcode()) {
      case Opcodes.IFLE, Opcodes.IFEQ, Opcodes.IFLT:
        return leaves && pushed == 0;
      case Opcodes.IF_ICMPLT, Opcodes.IF_ICMPLE:
        return leaves && pushed == 1;
      case Opcodes.IFGT, Opcodes.IFNE:
        return !leaves && pushed == 0;
      case Opcodes.IF_ICMPGT, Opcodes.IF_ICMPGE:
        return !leaves && pushed == 1;
      default:
        return false;
    }
  }

  /** A constant, a variable or a field. */
  private static boolean pushes(AbstractInsnNode insn) {
    int op = insn.getOpcode();
    return op >= Opcodes.ICONST_M1 && op <= Opcodes.LCONST_1 || op == Opcodes.BIPUSH
        || op == Opcodes.SIPUSH || op == Opcodes.LDC || op == Opcodes.ILOAD || op == Opcodes.LLOAD
        || op == Opcodes.ALOAD
        || op == Opcodes.GETFIELD || op == Opcodes.GETSTATIC;
  }

  // ---- changes ---------------------------------------------------------------------------------

  /** {@code this.count++} and the like: a sum or difference that goes into the field. */
  private void changes(MethodNode m) {
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      int by = AtomicCounts.change(insn);
      if (by != 0 && isCount(before(insn)) && isThis(before(before(insn)))
          && guards.containsKey(((FieldInsnNode) before(insn)).name)) {
        String count = ((FieldInsnNode) before(insn)).name;
        m.instructions.insert(insn, call(by > 0 ? "raised" : "lowered", count, by < 0));
        continue;
      }
      if (insn.getOpcode() != Opcodes.PUTFIELD
          || !((FieldInsnNode) insn).owner.equals(type.name)
          || !guards.containsKey(((FieldInsnNode) insn).name)) {
        continue;
      }
      String count = ((FieldInsnNode) insn).name;
      AbstractInsnNode result = before(insn);
      if (result != null && result.getOpcode() == Opcodes.DUP_X1) {
        // the new value is used at once
        result = before(result);
      }
      int change = result == null ? 0 : result.getOpcode();
      if ((change == Opcodes.IADD || change == Opcodes.ISUB) && ofThis(insn, count)) {
        boolean up = change == Opcodes.IADD;
        m.instructions.insert(insn, call(up ? "raised" : "lowered", count, !up));
      }
    }
  }

  /** Whether the field that is set was read from this object a moment before. */
  private boolean ofThis(AbstractInsnNode set, String count) {
    AbstractInsnNode insn = before(set);
    for (int i = 0; i < 5 && insn != null; i++) {
      insn = before(insn);
      if (isCount(insn) && ((FieldInsnNode) insn).name.equals(count)) {
        AbstractInsnNode owner = before(insn);
        return isThis(owner)
            || owner != null && owner.getOpcode() == Opcodes.DUP && isThis(before(owner));
      }
    }
    return false;
  }

  /** A test against zero: the value tells whether the wait is entered. */
  private InsnList drains(FieldInsnNode count, AbstractInsnNode value) {
    InsnList l = new InsnList();
    l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: owner
    l.add(new LdcInsnNode(count.name)); // Stack: owner count
    l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: owner count owner
    l.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, count.name, count.desc));
    if (value != count) {
      l.add(value.clone(null)); // Stack: owner count value
    }
    l.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, HOOKS, "drains", "(" + OBJECT + "Ljava/lang/String;I)V", false));
    return l;
  }

  private InsnList call(String hook, String count, boolean withGuard) {
    InsnList l = new InsnList();
    l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: owner
    if (withGuard) {
      String guard = guards.get(count);
      if (guard.isEmpty()) {
        l.add(new InsnNode(Opcodes.DUP)); // Stack: owner guard
      } else {
        l.add(new VarInsnNode(Opcodes.ALOAD, 0));
        l.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, guard, guardTypes.get(count)));
      }
    }
    l.add(new LdcInsnNode(count)); // Stack: owner guard count
    l.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, HOOKS, hook,
            "(" + OBJECT + (withGuard ? OBJECT : "") + "Ljava/lang/String;)V", false));
    return l;
  }

  private static boolean isThis(AbstractInsnNode insn) {
    return insn != null && insn.getOpcode() == Opcodes.ALOAD && ((VarInsnNode) insn).var == 0;
  }

  /** The instruction before that does something, or null. */
  static AbstractInsnNode before(AbstractInsnNode insn) {
    AbstractInsnNode b = insn == null ? null : insn.getPrevious();
    while (b != null && b.getOpcode() < 0) {
      b = b.getPrevious();
    }
    return b;
  }
}
