package dev.jlockdep.agent.model;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Result;
import dev.jlockdep.hooks.LockModel;
import dev.jlockdep.hooks.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** What the annotations of {@code dev.jlockdep.api} say of the methods of one type. */
public final class Annotations {
  private static final String PREFIX = "Ldev/jlockdep/api/";

  private final Map<String, LockModel> locks = new HashMap<>();
  private final List<String> errors = new ArrayList<>();

  /** What is wrong with them. */
  public List<String> errors() {
    return errors;
  }

  /** The statements of a method's annotations, in their order. */
  public List<Statement> of(String type, MethodNode m) {
    List<Statement> out = new ArrayList<>();
    if (m.invisibleAnnotations != null) {
      for (AnnotationNode a : m.invisibleAnnotations) {
        if (a.desc.startsWith(PREFIX)) {
          String name = a.desc.substring(PREFIX.length(), a.desc.length() - 1);
          Statement s = statement(name, new Values(a), type + "." + m.name);
          if (s != null) {
            out.add(s);
          }
        }
      }
    }
    return out;
  }

  /** The lock class that a field's annotation names, or null. */
  public String lockClass(FieldNode f) {
    if (f.invisibleAnnotations != null) {
      for (AnnotationNode a : f.invisibleAnnotations) {
        if (a.desc.equals(PREFIX + "LockClassName;")) {
          return new Values(a).text("value", null);
        }
      }
    }
    return null;
  }

  private Statement statement(String name, Values v, String method) {
    Statement.Draft d = new Statement.Draft();
    d.method = method;
    d.where = "@" + name + " of " + method;
    switch (name) {
      case "Acquires":
        d.verb = v.flag("tries") ? Rule.Verb.TRIES : Rule.Verb.ACQUIRES;
        d.timed = v.flag("timed");
        lock(d, v, v.text("lock", "lock"), LockModel.LOCK, v.flag("reentrant"));
        break;
      case "Releases":
        d.verb = Rule.Verb.RELEASES;
        lock(d, v, v.text("lock", "lock"), LockModel.LOCK, false);
        break;
      case "Begins":
        d.verb = Rule.Verb.BEGINS;
        lock(d, v, v.text("counter", "counter"), LockModel.COUNTER, false);
        break;
      case "Ends":
        d.verb = Rule.Verb.ENDS;
        lock(d, v, v.text("counter", "counter"), LockModel.COUNTER, false);
        break;
      case "Waits":
        d.verb = Rule.Verb.WAITS;
        either(d, v, "counter", LockModel.COUNTER, "event", LockModel.EVENT);
        break;
      case "Signals":
        d.verb = Rule.Verb.SIGNALS;
        lock(d, v, v.text("event", "event"), LockModel.EVENT, false);
        break;
      case "HandsOver":
        d.verb = Rule.Verb.HANDS;
        either(d, v, "lock", LockModel.LOCK, "counter", LockModel.COUNTER);
        d.target = Expression.parse(v.text("to", ""));
        if (d.target == null) {
          errors.add(d.where + ": to=\"" + v.text("to", "") + "\" must be " + Expression.VALID);
          return null;
        }
        break;
      case "RequiresLock":
        d.verb = Rule.Verb.REQUIRES;
        ordinary(d, v);
        break;
      case "MightLock":
        d.verb = Rule.Verb.MIGHT;
        ordinary(d, v);
        break;
      case "MightEnter":
        d.verb = Rule.Verb.MAY;
        d.text = v.text("value", "");
        return d.done();
      case "RunsIn":
        d.verb = Rule.Verb.HANDLES;
        d.text = v.text("value", "");
        return d.done();
      case "NeverEnters":
        d.verb = Rule.Verb.FORBIDS;
        d.text = v.text("value", "");
        return d.done();
      case "NonBlocking":
        d.verb = Rule.Verb.NONBLOCKING;
        d.text = v.text("value", "");
        return d.done();
      case "SuppressLockdep":
        d.verb = Rule.Verb.SUPPRESSES;
        d.text = v.text("value", "");
        return d.done();
      default:
        return null;
    }
    String object = v.text("value", "this");
    d.object = Expression.parse(object);
    if (d.object == null) {
      errors.add(d.where + ": \"" + object + "\" must be " + Expression.VALID);
      return null;
    }
    d.mode = AcquireMode.valueOf(v.constant("mode", AcquireMode.EXCLUSIVE.name()));
    String when = v.constant("when", Result.ANY.name());
    d.when = when.equals("ANY") ? Rule.When.ALWAYS : Rule.When.valueOf(when);
    if (d.verb == Rule.Verb.TRIES && d.when == Rule.When.ALWAYS) {
      d.when = Rule.When.TRUE;
    }
    return d.done();
  }

  private void lock(Statement.Draft d, Values v, String name, String kind, boolean reentrant) {
    LockModel there = locks.get(name);
    if (there == null) {
      there = new LockModel(name, null, kind, reentrant, true);
      locks.put(name, there);
    } else if (reentrant) {
      there.reentrant = true;
    }
    d.lock = there;
  }

  /** One of two attributes names the thing; without either it is the first, by its usual name. */
  private void either(
      Statement.Draft d, Values v, String first, String firstKind, String second,
      String secondKind) {
    String other = v.text(second, "");
    if (other.isEmpty()) {
      String name = v.text(first, "");
      lock(d, v, name.isEmpty() ? first : name, firstKind, false);
    } else {
      lock(d, v, other, secondKind, false);
    }
  }

  private void ordinary(Statement.Draft d, Values v) {
    String name = v.text("lock", "");
    if (!name.isEmpty()) {
      lock(d, v, name, LockModel.LOCK, false);
    }
  }

  /** The values of one annotation by name. */
  private static final class Values {
    private final Map<String, Object> values = new HashMap<>();

    Values(AnnotationNode a) {
      for (int i = 0; a.values != null && i < a.values.size(); i += 2) {
        values.put((String) a.values.get(i), a.values.get(i + 1));
      }
    }

    String text(String name, String byDefault) {
      Object v = values.get(name);
      return v == null ? byDefault : (String) v;
    }

    boolean flag(String name) {
      return Boolean.TRUE.equals(values.get(name));
    }

    String constant(String name, String byDefault) {
      Object v = values.get(name);
      return v == null ? byDefault : ((String[]) v)[1];
    }
  }
}
