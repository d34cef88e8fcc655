package programs.transparent;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * Types of loaders that ask their parent for chosen packages only, as the bundles of OSGi do: one does
 * not find jlockdep, the other does.
 */
public final class ClosedLoaders {
  private ClosedLoaders() {}

  /** Finds {@link Inside} itself, the JDK in its parent, and {@code more}; nothing else. */
  private static final class Loader extends ClassLoader {
    private final String more;

    Loader(String more) {
      super(null);
      this.more = more;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        if (name.startsWith("java.") || name.startsWith(more)) {
          return super.loadClass(name, resolve);
        }
        return findClass(name);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.equals(Inside.class.getName())) {
        throw new ClassNotFoundException(name + " is not in this bundle");
      }
      String file = name.replace('.', '/') + ".class";
      try (InputStream code = ClosedLoaders.class.getClassLoader().getResourceAsStream(file)) {
        byte[] bytes = code.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException failure) {
        throw new ClassNotFoundException(name, failure);
      }
    }
  }

  /** Takes a monitor and a lock, in the order that it is told. */
  public static final class Inside implements Runnable {
    private final ReentrantLock lock = new ReentrantLock();
    private boolean turned;

    @Override
    public void run() {
      if (turned) {
        lock.lock();
        both();
        lock.unlock();
      } else {
        turned = true;
        synchronized (this) {
          lock.lock(); // on the circle
          lock.unlock();
        }
      }
    }

    private synchronized void both() {}
  }

  public static void main(String[] args) throws Exception {
    Loader loader = new Loader(args[0]);
    Runnable inside = (Runnable) loader.loadClass(Inside.class.getName())
        .getDeclaredConstructor().newInstance();
    Turns.inOrder(inside::run, inside::run);
    System.out.println("ran in " + inside.getClass().getClassLoader().getClass().getSimpleName());
  }
}
