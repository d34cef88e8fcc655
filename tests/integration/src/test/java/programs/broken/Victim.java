package programs.broken;

/**
 * A type with a method whose annotations a test damages: the JVM loads it, a weaver cannot read it.
 * (Of the rest of a type the weaver reads nothing.)
 */
final class Victim {
  private int entered;

  @Deprecated
  synchronized int enter() {
    return ++entered;
  }
}
