package programs.faults;

/** A type that is loaded again and again while jlockdep is broken. */
public final class Late implements Runnable {
  private int used;

  @Override
  public synchronized void run() {
    synchronized (Late.class) {
      used++;
    }
  }

  /** Loads and uses it once more. */
  static void load() {
    try (var in = Late.class.getResourceAsStream("Late.class")) {
      byte[] code = in.readAllBytes();
      Class<?> type = new ClassLoader(Late.class.getClassLoader()) {
        Class<?> define() {
          return defineClass("programs.faults.Late", code, 0, code.length);
        }
      }.define();
      Object late = type.getDeclaredConstructor().newInstance();
      ((Runnable) late).run();
      if (Thread.holdsLock(late) || Thread.holdsLock(type)) {
        throw new IllegalStateException("a monitor is not as it should be");
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
