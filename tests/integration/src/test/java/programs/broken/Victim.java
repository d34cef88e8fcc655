package programs.broken;

/** A type with a damaged annotation, put there by a test: the JVM loads it, a weaver cannot. */
final class Victim {
  private int entered;

  @Deprecated
  synchronized int enter() {
    return ++entered;
  }
}
