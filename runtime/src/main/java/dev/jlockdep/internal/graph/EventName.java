package dev.jlockdep.internal.graph;

/**
 * How an event is named: by the user, else by its type and where it is waited for. What is made at one
 * place may be waited for at many, and what is waited for at one place obeys one rule. Immutable; does
 * not keep the object.
 */
public final class EventName {
  private final String kind;
  private final Class<?> type;
  /** What the object is known as, or null. */
  private final LockClass known;
  private final boolean monitor;

  /**
   * @param monitor the object is known as the lock that the wait lets go; that is no name of the event
   */
  public EventName(Object object, String kind, boolean monitor) {
    this.kind = kind;
    this.type = object.getClass();
    Instance in = Instances.known(object);
    this.known = in == null ? null : in.lockClass;
    this.monitor = monitor;
  }

  /** The lock class of the event for a wait with this stack. */
  public LockClass awaitedAt(StackTraceElement[] stack) {
    String of = Instances.typeName(type);
    if (known != null && !monitor) {
      return ClassTable.of(known.name(), kind, of, false);
    }
    String base = known == null ? of : known.name();
    String at =
        stack.length == 0
            ? ""
            : " awaited in " + stack[0].getClassName() + "."
                + Stacks.plainMethod(stack[0].getMethodName());
    return ClassTable.of(base + at, kind, of, false);
  }
}
