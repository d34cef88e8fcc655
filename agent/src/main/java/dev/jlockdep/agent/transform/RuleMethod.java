package dev.jlockdep.agent.transform;

import dev.jlockdep.agent.model.Expression;
import dev.jlockdep.agent.model.Statement;
import dev.jlockdep.hooks.Rule;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.AdviceAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts the hooks of rules around one method. What a rule needs at the end is kept in a local variable
 * of its own, so neither parameters that are written to nor frames that forget them matter.
 */
final class RuleMethod extends AdviceAdapter {
  static final String HOOKS = "dev/jlockdep/hooks/Modelled";
  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  /** One rule, with its number and its local variable. */
  static final class Woven {
    private final Statement statement;
    private final int rule;
    private int local = -1;

    Woven(Statement statement, int rule) {
      this.statement = statement;
      this.rule = rule;
    }
  }

  private final MethodNode method;
  private final ClassNode type;
  private final List<Woven> rules;
  private final Label start = new Label();

  RuleMethod(MethodVisitor out, MethodNode m, ClassNode type, List<Woven> rules) {
    super(Opcodes.ASM9, out, m.access, m.name, m.desc);
    this.method = m;
    this.type = type;
    this.rules = rules;
  }

  /** The hooks stand in the method's first line, so that reports have one. */
  private void line() {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LineNumberNode) {
        mv.visitLineNumber(((LineNumberNode) insn).line, mark());
        return;
      }
    }
  }

  @Override
  protected void onMethodEnter() {
    line();
    for (Woven w : rules) {
      Statement s = w.statement;
      if (s.object.root == Expression.Root.RESULT) {
        continue;
      }
      object(s.object); // Stack: object
      if (s.verb == Rule.Verb.HANDS) {
        object(s.target); // Stack: object target
        push(w.rule);
        hook("hands", "(Ljava/lang/Object;Ljava/lang/Object;I)V"); // Stack:
        continue;
      }
      push(w.rule); // Stack: object rule
      hook("enter", "(Ljava/lang/Object;I)Ljava/lang/Object;"); // Stack: token
      if (needsEnd(s.verb)) {
        w.local = newLocal(OBJECT);
        storeLocal(w.local);
      } else {
        pop();
      }
    }
    mark(start);
  }

  private static boolean needsEnd(Rule.Verb verb) {
    switch (verb) {
      case WAITS:
      case SIGNALS:
      case REQUIRES:
      case MIGHT:
      case MAY:
      case HANDS:
        return false;
      default:
        return true;
    }
  }

  /** Rules end in the opposite order, so that scopes close as they were opened. */
  private List<Woven> ending() {
    List<Woven> list = new ArrayList<>();
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).local >= 0 || rules.get(i).statement.object.root == Expression.Root.RESULT) {
        list.add(rules.get(i));
      }
    }
    return list;
  }

  @Override
  protected void onMethodExit(int opcode) {
    if (opcode == ATHROW) {
      return;
    }
    for (Woven w : ending()) {
      if (w.statement.object.root == Expression.Root.RESULT) {
        dup(); // Stack: result result
        push(w.rule); // Stack: result result rule
        hook("returned", "(Ljava/lang/Object;I)V"); // Stack: result
      } else if (w.statement.when == Rule.When.ALWAYS) {
        loadLocal(w.local); // Stack: (result) token
        push(w.rule); // Stack: (result) token rule
        hook("exit", "(Ljava/lang/Object;I)V"); // Stack: (result)
      } else {
        exitWithResult(opcode, w);
      }
    }
  }

  private void exitWithResult(int opcode, Woven w) {
    if (opcode == LRETURN) {
      dup2(); // Stack: result result
      visitInsn(LCONST_0); // Stack: result result 0
      visitInsn(LCMP); // Stack: result sign
    } else {
      dup(); // Stack: result result
      if (opcode == ARETURN) {
        hook("there", "(Ljava/lang/Object;)I"); // Stack: result there
      }
    }
    loadLocal(w.local); // Stack: result int token
    swap(); // Stack: result token int
    push(w.rule); // Stack: result token int rule
    swap(); // Stack: result token rule int
    hook("exit", "(Ljava/lang/Object;II)V"); // Stack: result
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    List<Woven> kept = new ArrayList<>();
    for (Woven w : ending()) {
      if (w.local >= 0) {
        kept.add(w);
      }
    }
    if (!kept.isEmpty()) {
      handler(kept);
    }
    super.visitMaxs(maxStack, maxLocals);
  }

  private void handler(List<Woven> kept) {
    Label end = mark();
    visitTryCatchBlock(start, end, end, null);
    if ((type.version & 0xFFFF) >= Opcodes.V1_6) {
      // no parameter is claimed: the code may have used its variable for something else
      visitFrame(F_NEW, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
    }
    for (Woven w : kept) {
      loadLocal(w.local); // Stack: thrown token
      push(w.rule); // Stack: thrown token rule
      hook("thrown", "(Ljava/lang/Object;I)V"); // Stack: thrown
    }
    mv.visitInsn(ATHROW);
  }

  private void object(Expression e) {
    switch (e.root) {
      case THIS:
        loadThis();
        if (e.field != null) {
          visitFieldInsn(GETFIELD, type.name, e.field, descriptor(e.field));
        }
        break;
      case STATIC:
        if (e.field != null) {
          visitFieldInsn(GETSTATIC, type.name, e.field, descriptor(e.field));
        } else {
          visitLdcInsn(Type.getObjectType(type.name));
        }
        break;
      case ARGUMENT:
        loadArg(e.index - 1);
        break;
      default:
        visitInsn(ACONST_NULL);
        break;
    }
  }

  private String descriptor(String field) {
    for (FieldNode f : type.fields) {
      if (f.name.equals(field)) {
        return f.desc;
      }
    }
    throw new IllegalStateException("no field " + field + " in " + type.name);
  }

  private void hook(String name, String descriptor) {
    visitMethodInsn(INVOKESTATIC, HOOKS, name, descriptor, false);
  }
}
