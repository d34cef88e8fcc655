package programs.declared;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import programs.Turns;

/**
 * Calls every method of {@code Lockdep} with null for each of its objects in turn, and for all of them,
 * found by reflection so that a new one is not forgotten. Each call has a thread of its own, which uses
 * locks afterwards. Then comes an inversion.
 */
public final class NullCalls {
  private static final Object A = new Object();
  private static final Object B = new Object();
  private static int calls;

  private NullCalls() {}

  public static void main(String[] args) throws Exception {
    Method[] methods = Lockdep.class.getDeclaredMethods();
    Arrays.sort(methods, Comparator.comparing(Method::toString));
    for (Method m : methods) {
      if (Modifier.isPublic(m.getModifiers())) {
        int n = m.getParameterCount();
        for (int i = 0; i <= n; i++) {
          int which = i;
          Turns.inOrder(() -> call(m, which));
        }
      }
    }
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
    System.out.println(calls > 100 ? "called" : "only " + calls + " calls");
  }

  /**
   * @param which of the arguments is null; beyond the last one: all
   */
  private static void call(Method m, int which) throws Exception {
    Class<?>[] types = m.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = types[i].isPrimitive() || i != which && which < types.length
          ? value(types[i]) : null;
    }
    try {
      m.invoke(null, arguments);
    } catch (InvocationTargetException thrown) {
      System.out.println(m.getName() + Arrays.toString(arguments) + " throws " + thrown.getCause());
    }
    calls++;
    nested(new Object(), new Object());
  }

  private static Object value(Class<?> type) {
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == AcquireMode.class) {
      return AcquireMode.EXCLUSIVE;
    }
    if (type == String.class) {
      return "some name";
    }
    if (type == Comparator.class) {
      return Comparator.comparing(Object::hashCode);
    }
    if (type == Object[].class) {
      return new Object[] {A};
    }
    return type == Object.class ? new Object() : null;
  }

  private static void nested(Object outer, Object inner) {
    synchronized (outer) {
      synchronized (inner) {
        inner.hashCode();
      }
    }
  }
}
