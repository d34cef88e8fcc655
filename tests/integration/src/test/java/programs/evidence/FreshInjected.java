package programs.evidence;

import programs.Turns;

/** Each thread has a fixture of its own: one object is given to the other's constructor. */
public final class FreshInjected {
  private FreshInjected() {}

  static final class Store {
    private Cache cache;
    int loads;

    synchronized void load() {
      loads++;
    }

    synchronized void reset() {
      cache.clear();
    }
  }

  static final class Cache {
    private final Store store;
    int entries;

    Cache(Store store) {
      this.store = store;
      store.cache = this;
    }

    synchronized void get() {
      store.load();
      entries++;
    }

    synchronized void clear() {
      entries = 0;
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> new Cache(new Store()).get(), FreshInjected::resetNew);
  }

  static void resetNew() {
    Store store = new Store();
    new Cache(store);
    store.reset();
  }
}
