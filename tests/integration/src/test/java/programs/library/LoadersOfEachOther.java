package programs.library;

import java.io.InputStream;
import programs.Turns;

/**
 * Two class loaders that are not parallel capable and ask each other: the deadlock for which
 * parallel capable loaders were invented.
 */
public final class LoadersOfEachOther {
  private LoadersOfEachOther() {}

  /** Loads one type itself and asks its peer for the other one. */
  static final class Half extends ClassLoader {
    private final String own;
    private final String foreign;
    private Half peer;

    Half(String own, String foreign) {
      super(LoadersOfEachOther.class.getClassLoader());
      this.own = own;
      this.foreign = foreign;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (name.equals(foreign)) {
          return peer.loadClass(name);
        }
        if (!name.equals(own)) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (java.io.IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  static final class Left {}

  static final class Right {}

  public static void main(String[] args) throws Exception {
    String left = Left.class.getName();
    String right = Right.class.getName();
    Half one = new Half(left, right);
    Half other = new Half(right, left);
    one.peer = other;
    other.peer = one;
    Turns.inOrder(() -> one.loadClass(right), () -> other.loadClass(left));
  }
}
