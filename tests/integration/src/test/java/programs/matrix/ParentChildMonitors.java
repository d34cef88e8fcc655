package programs.matrix;

import programs.Turns;

/** Parents before their children, on every thread. */
public final class ParentChildMonitors {
  private ParentChildMonitors() {}

  static final class Node {
    Node child;
    int visits;
  }

  public static void main(String[] args) throws Exception {
    Node root = new Node();
    root.child = new Node();
    root.child.child = new Node();
    Turns.inOrder(() -> visit(root), () -> visit(root.child), () -> visit(root));
  }

  static void visit(Node parent) {
    synchronized (parent) {
      synchronized (parent.child) {
        parent.visits++;
        parent.child.visits++;
      }
    }
  }
}
