package dev.jlockdep.agent.transform;

import dev.jlockdep.agent.Nearest;
import dev.jlockdep.agent.model.Annotations;
import dev.jlockdep.agent.model.Expression;
import dev.jlockdep.agent.model.Statement;
import dev.jlockdep.agent.model.TypeModel;
import dev.jlockdep.hooks.Modelled;
import dev.jlockdep.hooks.Rule;
import dev.jlockdep.internal.graph.DeclaredTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Weaves what models and annotations say of one type, before anything else is woven into it: few
 * types have any, so this may take the whole type apart.
 */
final class ModelWeaver {
  private final ClassNode type = new ClassNode(Opcodes.ASM9);
  private final ClassReader reader;
  private final TypeModel model;
  private final Annotations annotations = new Annotations();
  private final Set<String> inside = new HashSet<>();
  /** What is wrong with the model, or with annotations. */
  final List<String> errors = new ArrayList<>();
  private final Set<Statement> used = new HashSet<>();
  private boolean changed;

  /** {@code model} may be null: then there may be annotations. */
  ModelWeaver(byte[] classFile, TypeModel model) {
    this.reader = new ClassReader(classFile);
    this.model = model;
    reader.accept(type, ClassReader.EXPAND_FRAMES);
  }

  /** The class file woven, or null when there is nothing to weave. */
  byte[] weave() {
    Modelled.prepare();
    if (model != null) {
      model.loaded();
    }
    List<List<Statement>> all = new ArrayList<>();
    for (MethodNode m : type.methods) {
      all.add(statements(m));
    }
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).isEmpty()) {
        type.methods.set(i, weave(type.methods.get(i), all.get(i)));
      }
    }
    missing();
    errors.addAll(annotations.errors());
    if (!changed) {
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    type.accept(writer);
    return writer.toByteArray();
  }

  /** Whether fields have names for the lock classes of what is stored in them. */
  boolean namesFields() {
    for (FieldNode f : type.fields) {
      if (annotations.lockClass(f) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Methods, by name and descriptor, that belong to the lock: what they lock themselves is not
   * watched, as nothing is inside the locks of the JDK.
   */
  Set<String> inside() {
    return inside;
  }

  private List<Statement> statements(MethodNode m) {
    List<Statement> found = annotations.of(typeName(), m);
    if (model != null) {
      String parameters = parameters(m.desc);
      for (Statement s : model.statements) {
        if (s.isAbout(m.name, parameters)) {
          used.add(s);
          found.add(s);
        }
      }
    }
    List<Statement> fit = new ArrayList<>(found.size());
    for (Statement s : found) {
      if (fits(s, m)) {
        s.matched();
        fit.add(s);
      }
    }
    return fit;
  }

  private String typeName() {
    return type.name.replace('/', '.');
  }

  private static String parameters(String descriptor) {
    StringBuilder out = new StringBuilder();
    for (Type t : Type.getArgumentTypes(descriptor)) {
      out.append(out.length() == 0 ? "" : ",").append(t.getClassName());
    }
    return out.toString();
  }

  // ---- what does not fit -----------------------------------------------------------------------

  /** A wildcard passes over methods that a rule cannot be about; a name is an error. */
  private boolean fits(Statement s, MethodNode m) {
    String why = misfit(s, m);
    if (why != null && !s.methodText().endsWith("*")) {
      errors.add(s.where + ": " + typeName() + "." + m.name + m.desc + " " + why);
    }
    return why == null;
  }

  private String misfit(Statement s, MethodNode m) {
    if ((m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      return "has no body to weave: model the types that implement it";
    }
    if (m.name.startsWith("<")) {
      return "is a constructor or initialiser, which cannot be modelled";
    }
    String object = misfit(s.object, m, s.verb);
    String target = s.target == null ? null : misfit(s.target, m, s.verb);
    return object != null ? object : target != null ? target : misfit(s.when, m);
  }

  private String misfit(Expression e, MethodNode m, Rule.Verb verb) {
    boolean isStatic = (m.access & Opcodes.ACC_STATIC) != 0;
    switch (e.root) {
      case THIS:
        return isStatic ? "is static, so it has no this" : missingField(e, false);
      case STATIC:
        return missingField(e, true);
      case ARGUMENT:
        Type[] arguments = Type.getArgumentTypes(m.desc);
        return e.index > arguments.length ? "has no " + e
            : arguments[e.index - 1].getSort() < Type.ARRAY ? "has a primitive " + e : null;
      case RESULT:
        return Type.getReturnType(m.desc).getSort() < Type.ARRAY ? "returns no object"
            : verb != Rule.Verb.ACQUIRES && verb != Rule.Verb.BEGINS
                ? "has its result too late: result is only for acquires and begins" : null;
      default:
        return null;
    }
  }

  private String missingField(Expression e, boolean isStatic) {
    if (e.field == null) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (FieldNode f : type.fields) {
      if (Type.getType(f.desc).getSort() >= Type.ARRAY
          && isStatic == ((f.access & Opcodes.ACC_STATIC) != 0)) {
        if (f.name.equals(e.field)) {
          return null;
        }
        names.add(f.name);
      }
    }
    return "cannot use " + e + ": the type itself has no such " + (isStatic ? "static " : "")
        + "field with an object" + (names.isEmpty() ? "" : "; nearest is "
        + Nearest.to(e.field, names));
  }

  private static String misfit(Rule.When when, MethodNode m) {
    int sort = Type.getReturnType(m.desc).getSort();
    switch (when) {
      case ALWAYS:
        return null;
      case NULL:
      case NONNULL:
        return sort < Type.ARRAY ? "returns no object" : null;
      case TRUE:
      case FALSE:
        return sort == Type.BOOLEAN ? null : "returns no boolean";
      default:
        return sort > Type.BOOLEAN && sort <= Type.INT || sort == Type.LONG
            ? null : "returns no whole number";
    }
  }

  /** A model's methods must be there. */
  private void missing() {
    if (model == null) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (MethodNode m : type.methods) {
      names.add(m.name + "(" + parameters(m.desc) + ")");
    }
    for (Statement s : model.statements) {
      if (!used.contains(s)) {
        errors.add(
            s.where + ": " + typeName() + " has no method " + s.methodText() + "; nearest is "
                + Nearest.to(s.methodText(), names));
      }
    }
  }

  // ---- weaving ---------------------------------------------------------------------------------

  private MethodNode weave(MethodNode m, List<Statement> statements) {
    List<RuleMethod.Woven> rules = new ArrayList<>();
    for (Statement s : statements) {
      if (s.isInsideLock()) {
        inside.add(m.name + m.desc);
        if (s.object.root == Expression.Root.THIS && s.object.field == null && letsMonitorGo(m)) {
          s.lock.waitsOnMonitor = true;
        }
      }
      if (s.lock != null && s.verb != Rule.Verb.REQUIRES && s.verb != Rule.Verb.MIGHT) {
        DeclaredTypes.addMethod(typeName(), m.name);
      }
      String text = s.verb == Rule.Verb.REQUIRES ? typeName() + "." + m.name : s.text;
      rules.add(
          new RuleMethod.Woven(
              s, Rule.number(new Rule(s.verb, s.lock, s.mode, s.timed, s.when, text))));
    }
    MethodNode out =
        new MethodNode(
            Opcodes.ASM9, m.access, m.name, m.desc, m.signature,
            m.exceptions.toArray(new String[0]));
    if ((type.version & 0xFFFF) < Opcodes.V1_5 && usesTypeConstant(statements)) {
      // class constants came with that version; what else it changed is looser name checking
      type.version = Opcodes.V1_5;
    }
    m.accept(new RuleMethod(out, m, type, rules));
    changed = true;
    return out;
  }

  private static boolean usesTypeConstant(List<Statement> statements) {
    for (Statement s : statements) {
      if (s.object.root == Expression.Root.STATIC && s.object.field == null) {
        return true;
      }
    }
    return false;
  }

  /** Whether the method waits on the monitor of this, itself or in a method it calls. */
  private boolean letsMonitorGo(MethodNode m) {
    if ((m.access & Opcodes.ACC_SYNCHRONIZED) == 0 && !hasOpcode(m, Opcodes.MONITORENTER)) {
      return false;
    }
    for (AbstractInsnNode insn : m.instructions) {
      if (insn instanceof MethodInsnNode) {
        MethodInsnNode call = (MethodInsnNode) insn;
        if (isWait(call) || call.owner.equals(type.name) && waits(call.name, call.desc)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean waits(String name, String desc) {
    for (MethodNode m : type.methods) {
      if (m.name.equals(name) && m.desc.equals(desc)) {
        for (AbstractInsnNode insn : m.instructions) {
          if (insn instanceof MethodInsnNode && isWait((MethodInsnNode) insn)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isWait(MethodInsnNode call) {
    return call.name.equals("wait") && call.getOpcode() != Opcodes.INVOKESTATIC
        && (call.desc.equals("()V") || call.desc.equals("(J)V") || call.desc.equals("(JI)V"));
  }

  private static boolean hasOpcode(MethodNode m, int opcode) {
    for (AbstractInsnNode insn : m.instructions) {
      if (insn.getOpcode() == opcode) {
        return true;
      }
    }
    return false;
  }
}
