package programs.forms;

import java.io.IOException;
import java.io.InputStream;

/**
 * A type is loaded for the first time under the monitor of an object that has a field of that type,
 * by a loader that takes a lock of its own. Whoever asks for the fields of the object then must not
 * load the type once more, or it is defined twice.
 */
public final class LoadsUnderLock {
  private LoadsUnderLock() {}

  /** Nothing else knows this type. */
  public static final class Late {
    final Object by;

    Late(Object by) {
      this.by = by;
    }
  }

  /** Fills its field under its monitor. */
  public static final class Holder implements Runnable {
    private Late late;

    @Override
    public synchronized void run() {
      late = new Late(this);
      if (late.by != this) {
        throw new IllegalStateException();
      }
    }
  }

  private static final class Loader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private final Object definitions = new Object();

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(LoadsUnderLock.class.getName().concat("$"))) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      synchronized (definitions) {
        byte[] bytes = bytes(name);
        return defineClass(name, bytes, 0, bytes.length);
      }
    }

    private static byte[] bytes(String name) throws ClassNotFoundException {
      String file = '/' + name.replace('.', '/') + ".class";
      try (InputStream in = LoadsUnderLock.class.getResourceAsStream(file)) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Class<?> holder = Class.forName(Holder.class.getName(), true, new Loader());
    ((Runnable) holder.getConstructor().newInstance()).run();
  }
}
