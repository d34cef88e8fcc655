package programs.init;

import programs.Turns;

/** At the limit: all code that uses the subclass has had to do with the superclass before. */
public final class AfterTheOther {
  private AfterTheOther() {}

  static class Node {
    static final Node EMPTY = new Leaf();

    static Node empty() {
      return EMPTY;
    }
  }

  static final class Leaf extends Node {}

  static Node replace(Node node) {
    return node == Node.EMPTY ? node : new Leaf();
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Node.empty() != null),
        () -> System.out.println(replace(null) != null));
  }
}
