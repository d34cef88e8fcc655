package programs.transparent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A thousand class loaders, each with a type that locks in every way, are dropped: none stays. */
public final class ThousandLoaders {
  private static final int LOADERS = 1_000;

  private ThousandLoaders() {}

  private static final class Loader extends ClassLoader {
    Loader() {
      super(ThousandLoaders.class.getClassLoader());
    }

    Runnable make(byte[] code) throws ReflectiveOperationException {
      Class<?> type = defineClass(Locking.class.getName(), code, 0, code.length);
      return (Runnable) type.getDeclaredConstructor().newInstance();
    }
  }

  /** Locks in fields of the type and of an instance, monitors of both, a thread of its own. */
  public static final class Locking implements Runnable {
    private static final ReentrantLock SHARED = new ReentrantLock();
    private final ReentrantLock own = new ReentrantLock();
    private int used;

    @Override
    public void run() {
      SHARED.lock();
      try {
        work();
        Thread thread = new Thread(this::work);
        thread.start();
        thread.join();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      } finally {
        SHARED.unlock();
      }
    }

    private synchronized void work() {
      own.lock();
      try {
        synchronized (Locking.class) {
          used++;
        }
      } finally {
        own.unlock();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    byte[] code = code();
    List<WeakReference<Loader>> loaders = new ArrayList<>();
    for (int i = 0; i < LOADERS; i++) {
      Loader loader = new Loader();
      loader.make(code).run();
      loaders.add(new WeakReference<>(loader));
    }
    int left = LOADERS;
    for (int i = 0; i < 20 && left > 0; i++) {
      System.gc();
      left = 0;
      for (WeakReference<Loader> loader : loaders) {
        left += loader.get() == null ? 0 : 1;
      }
    }
    System.out.println("left " + left);
  }

  private static byte[] code() throws IOException {
    String file = Locking.class.getName().replace('.', '/') + ".class";
    try (InputStream in = ThousandLoaders.class.getClassLoader().getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }
}
