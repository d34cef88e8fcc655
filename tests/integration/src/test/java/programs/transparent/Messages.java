package programs.transparent;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Prints what exceptions around locks say and where they come from. The JVM's helpful messages are made
 * from the bytecode that ran: "... because "this.monitor" is null".
 */
public final class Messages {
  private static Object shared;
  private Object monitor;
  private Lock lock;
  private ReentrantLock reentrant;

  private Messages() {}

  public static void main(String[] args) {
    Messages none = new Messages();
    Object[] array = new Object[1];
    print("field", none::enterField);
    print("static", () -> {
      synchronized (shared) {
        none.hashCode();
      }
    });
    print("element", () -> {
      synchronized (array[0]) {
        none.hashCode();
      }
    });
    print("result", () -> {
      synchronized (none.nothing()) {
        none.hashCode();
      }
    });
    print("lock", () -> none.lock.lock());
    print("unlock", () -> none.reentrant.unlock());
    print("inside", none::inside);
    print("notify", () -> none.monitor.notifyAll());
    print("unowned", () -> new Object().notify());
    print("not held", () -> new ReentrantLock().unlock());
    print("condition", () -> ((Condition) none.nothing()).signal());
    print("map", () -> new ConcurrentHashMap<String, String>().put("key", null));
    print("computed", () -> new ConcurrentHashMap<String, String>().computeIfAbsent("key", key -> {
      throw new IllegalArgumentException(key);
    }));
    StackWalker.getInstance().forEach(System.out::println);
  }

  private void enterField() {
    synchronized (monitor) {
      hashCode();
    }
  }

  private synchronized void inside() {
    synchronized (this) {
      monitor.hashCode();
    }
  }

  private Object nothing() {
    return null;
  }

  private static void print(String what, Runnable use) {
    try {
      use.run();
      System.out.println(what + ": nothing was thrown");
    } catch (RuntimeException thrown) {
      System.out.println(what + ": " + thrown);
      for (StackTraceElement frame : thrown.getStackTrace()) {
        System.out.println("    " + frame);
      }
    }
  }
}
