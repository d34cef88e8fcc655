package programs.forms;

import java.io.InputStream;
import java.lang.ref.WeakReference;

/** Types with monitors whose loaders are dropped: the collector can have them. */
public final class DroppedLoaders {
  private DroppedLoaders() {}

  static final class Loader extends ClassLoader {
    Loader() {
      super(DroppedLoaders.class.getClassLoader());
    }

    Class<?> define(String name) throws Exception {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      }
    }
  }

  /** Takes monitors of its type and of an instance, both ways. */
  public static final class Locking implements Runnable {
    @Override
    public void run() {
      synchronized (Locking.class) {
        synchronized (this) {
          hashCode();
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    WeakReference<?> first = new WeakReference<>(load());
    for (int i = 0; i < 300 && first.get() != null; i++) {
      load();
      System.gc();
    }
    System.out.println(first.get() == null ? "collected" : "still there");
  }

  private static Class<?> load() throws Exception {
    Class<?> type = new Loader().define(Locking.class.getName());
    Runnable locking = (Runnable) type.getDeclaredConstructor().newInstance();
    locking.run();
    return type;
  }
}
