package dev.jlockdep.agent.model;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.hooks.LockModel;
import dev.jlockdep.hooks.Rule;
import java.util.concurrent.atomic.AtomicInteger;

/** What the methods of one name do to one lock. */
public final class Statement {
  /** Method name, may end with {@code *}. */
  final String method;
  /** Parameter types as in Java source without blanks, or null for any. */
  final String parameters;
  public final Rule.Verb verb;
  /** The lock that is modelled, or null where {@link #object} is an ordinary lock or nothing. */
  public final LockModel lock;
  public final Expression object;
  /** Who a hold is handed over to, or null. */
  public final Expression target;
  public final AcquireMode mode;
  public final boolean timed;
  public final Rule.When when;
  /** Name of a region or the reason to suppress; null for others. */
  public final String text;
  /** Where it is written: {@code file:line:column}, or the annotation. */
  public final String where;
  /** Methods that it was woven into. */
  private final AtomicInteger methods = new AtomicInteger();

  private Statement(Draft d) {
    method = d.method;
    parameters = d.parameters;
    verb = d.verb;
    lock = d.lock;
    object = d.object;
    target = d.target;
    mode = d.mode;
    timed = d.timed;
    when = d.when;
    text = d.text;
    where = d.where;
  }

  /** Whether it is about a method; {@code parameters} as in Java source without blanks. */
  public boolean isAbout(String name, String types) {
    boolean named =
        method.endsWith("*")
            ? name.startsWith(method.substring(0, method.length() - 1))
            : name.equals(method);
    return named && (parameters == null || sameTypes(parameters, types));
  }

  /** Simple type names will do. */
  private static boolean sameTypes(String written, String types) {
    if (written.equals(types)) {
      return true;
    }
    String[] w = written.split(",");
    String[] t = types.split(",");
    if (w.length != t.length) {
      return false;
    }
    for (int i = 0; i < w.length; i++) {
      boolean same = w[i].equals(t[i]) || t[i].endsWith("." + w[i]) || t[i].endsWith("$" + w[i]);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** A method was found that it is about and fits. */
  public void matched() {
    methods.incrementAndGet();
  }

  /** How many were found so far. */
  int methods() {
    return methods.get();
  }

  /** The method as it was written. */
  public String methodText() {
    return parameters == null ? method : method + "(" + parameters + ")";
  }

  /** What a lock does itself inside such a method is not watched. */
  public boolean isInsideLock() {
    switch (verb) {
      case ACQUIRES:
      case TRIES:
      case RELEASES:
      case DOWNGRADES:
      case WAITS:
        return true;
      default:
        return false;
    }
  }

  /** A statement that is being put together. */
  static final class Draft {
    String method;
    String parameters;
    Rule.Verb verb;
    LockModel lock;
    Expression object = Expression.NONE;
    Expression target;
    AcquireMode mode = AcquireMode.EXCLUSIVE;
    boolean timed;
    Rule.When when = Rule.When.ALWAYS;
    String text;
    String where;

    Statement done() {
      return new Statement(this);
    }
  }
}
