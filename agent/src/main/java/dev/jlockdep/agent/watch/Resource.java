package dev.jlockdep.agent.watch;

import dev.jlockdep.api.LockClassView;

/** What a thread can wait for. */
final class Resource {
  /** What has to happen for a wait to end. */
  enum Kind {
    MONITOR("monitor"),
    LOCK("lock"),
    RWLOCK("rwlock"),
    STAMPED("StampedLock"),
    SEMAPHORE("Semaphore"),
    DECLARED("declared lock"),
    JOIN("thread"),
    FUTURE("task"),
    TERMINATION("executor"),
    CLASS_INIT("class initialisation"),
    EVENT("event");

    final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  final Kind kind;
  /** Equal for two waits if and only if they wait for the same thing. */
  final String key;
  /** Printable identity. */
  final String instance;
  final LockClassView lockClass;

  private Resource(Kind kind, String key, String instance, LockClassView lockClass) {
    this.kind = kind;
    this.key = key;
    this.instance = instance;
    this.lockClass = lockClass;
  }

  static Resource of(Kind kind, Object lock, LockClassView known) {
    return of(kind, lock.getClass().getName(), System.identityHashCode(lock), known);
  }

  static Resource of(Kind kind, String type, int hash, LockClassView known) {
    String plain = LockTypes.plain(type);
    String name = plain + '@' + Integer.toHexString(hash);
    LockClassView view = known != null ? known : new ObservedClass(plain, kind.text, plain);
    return new Resource(kind, type + '@' + hash, name, view);
  }

  /** Something that is known by its type only: the initialisation of a class, say. */
  static Resource named(Kind kind, String type) {
    return new Resource(kind, kind + type, type, new ObservedClass(type, kind.text, type));
  }

  @Override
  public String toString() {
    return lockClass.name().equals(LockTypes.typeOf(instance))
        ? kind.text + ' ' + instance
        : kind.text + ' ' + lockClass.name() + " (" + instance + ')';
  }
}
