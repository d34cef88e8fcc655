package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Parents before their children, with reentrant locks. */
public final class ParentChildLocks {
  private ParentChildLocks() {}

  static final class Node {
    final ReentrantLock lock = new ReentrantLock();
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
    parent.lock.lock();
    parent.child.lock.lock();
    parent.visits++;
    parent.child.visits++;
    parent.child.lock.unlock();
    parent.lock.unlock();
  }
}
