package programs.broken;

/** A type whose annotations a test damages: the JVM loads it, a weaver cannot read it. */
@Deprecated
final class Victim {
  private int entered;

  synchronized int enter() {
    return ++entered;
  }
}
