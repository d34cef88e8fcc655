package programs.matrix;

import programs.Turns;

/** A static synchronized method against an instance one. */
public final class StaticAndInstance {
  private StaticAndInstance() {}

  static final class Registry {
    static int count;
    int number;

    static synchronized void add(Registry entry) {
      count++;
      entry.rename();
    }

    synchronized void rename() {
      number++;
    }

    synchronized void renumber() {
      number = next();
    }

    static synchronized int next() {
      return ++count;
    }
  }

  public static void main(String[] args) throws Exception {
    Registry entry = new Registry();
    Turns.inOrder(() -> Registry.add(entry), entry::renumber);
  }
}
