package programs.transparent;

import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Prints by what serialisation knows types: those that lost a flag state what it was. */
public final class Identifiers {
  private Identifiers() {}

  private static class Plain implements Serializable {
    private int value;

    synchronized int next() {
      return ++value;
    }
  }

  private static final class Derived extends Plain {
    static synchronized void all() {}

    private synchronized void hidden() {}
  }

  private static final class Blocks implements Serializable {
    int value() {
      synchronized (this) {
        return 1;
      }
    }
  }

  private enum Kind {
    ONE;

    synchronized int value() {
      return 1;
    }
  }

  public static void main(String[] args) {
    new Plain().next();
    Derived.all();
    new Derived().hidden();
    new Blocks().value();
    Kind.ONE.value();
    for (Class<?> type : List.of(
        Plain.class, Derived.class, Blocks.class, Kind.class, Vector.class, Hashtable.class,
        ConcurrentHashMap.class, ReentrantLock.class, StringBuffer.class)) {
      System.out.println(type.getName() + " " + ObjectStreamClass.lookup(type));
    }
  }
}
