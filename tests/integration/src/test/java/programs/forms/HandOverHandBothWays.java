package programs.forms;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** One thread walks the list from its head, one from its tail. */
public final class HandOverHandBothWays {
  private HandOverHandBothWays() {}

  static final class Node {
    final ReentrantLock lock = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    Node a = new Node();
    Node b = new Node();
    Node c = new Node();
    Turns.inOrder(() -> walk(List.of(a, b, c)), () -> walk(List.of(c, b, a)));
  }

  static void walk(List<Node> nodes) {
    Node at = nodes.get(0);
    at.lock.lock();
    for (Node next : nodes.subList(1, nodes.size())) {
      next.lock.lock(); // on the circle
      at.lock.unlock();
      at = next;
    }
    at.lock.unlock();
  }
}
