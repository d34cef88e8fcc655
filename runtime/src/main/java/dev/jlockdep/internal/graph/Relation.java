package dev.jlockdep.internal.graph;

/**
 * How two locks belong together. A circle whose orders were seen on different instances is still
 * real when, each time, the two locks stood in a relation that pairs every one of the first with
 * exactly one of the second: fields of one object, an object and its field, or two objects that
 * refer to each other.
 */
public final class Relation {
  public static final Relation NONE = new Relation(Witness.UNRELATED, null, null);
  public static final Relation OWNER = new Relation(Witness.SAME_OWNER, null, null);

  public final int kind;
  public final String forth;
  public final String back;

  private Relation(int kind, String forth, String back) {
    this.kind = kind;
    this.forth = forth;
    this.back = back;
  }

  /** Reads reference fields of users' objects. */
  public interface Fields {
    /**
     * The field of one object that refers to another, as {@code type.field}; null when there is none
     * or it is not known. Must not load a type: reflection loads the types of all fields, which runs
     * the users' class loaders inside a hook, perhaps while they load just that type.
     */
    String referring(Object from, Object to);
  }

  private static volatile Fields fields;

  /** Who can read fields; without it no two locks are linked. */
  public static void fields(Fields f) {
    fields = f;
  }

  public static Relation of(Instance held, Instance requested) {
    if (held.lockClass == requested.lockClass) {
      return NONE;
    }
    if (held.entityHash() == requested.entityHash()) {
      return OWNER;
    }
    Object a = held.entity();
    Object b = requested.entity();
    if (a == null || b == null) {
      return NONE;
    }
    String forth = fieldTo(a, b);
    if (forth == null) {
      return NONE;
    }
    String back = fieldTo(b, a);
    return back == null ? NONE : new Relation(Witness.LINKED, forth, back);
  }

  private static String fieldTo(Object from, Object to) {
    Fields f = fields;
    Class<?> type = from.getClass();
    return f == null || type.isArray() || Stacks.jdk(type.getName())
        ? null : f.referring(from, to);
  }
}
