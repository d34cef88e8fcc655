package dev.jlockdep.internal.graph;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;

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

  /** Reference fields of a type and its supertypes that may be read. */
  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          return readable(type);
        }
      };

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
    Class<?> type = from.getClass();
    if (type.isArray() || Stacks.jdk(type.getName())) {
      return null;
    }
    for (Field f : FIELDS.get(type)) {
      try {
        if (f.get(from) == to) {
          return f.getDeclaringClass().getName() + "." + f.getName();
        }
      } catch (IllegalAccessException | RuntimeException unreadable) {
        // no relation through this field
      }
    }
    return null;
  }

  private static Field[] readable(Class<?> type) {
    ArrayList<Field> list = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      Field[] declared;
      try {
        declared = c.getDeclaredFields();
      } catch (LinkageError | RuntimeException unreadable) {
        continue;
      }
      for (Field f : declared) {
        if (!f.getType().isPrimitive() && !Modifier.isStatic(f.getModifiers()) && open(f)) {
          list.add(f);
        }
      }
    }
    return list.toArray(new Field[0]);
  }

  private static boolean open(Field f) {
    try {
      f.setAccessible(true);
      return true;
    } catch (RuntimeException closed) {
      return false;
    }
  }
}
