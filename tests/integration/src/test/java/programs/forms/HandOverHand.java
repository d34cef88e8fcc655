package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Neighbours of a list locked hand over hand, always from the head. */
public final class HandOverHand {
  private HandOverHand() {}

  static final class Node {
    final ReentrantLock lock = new ReentrantLock();
    Node next;
  }

  public static void main(String[] args) throws Exception {
    Node head = new Node();
    head.next = new Node();
    head.next.next = new Node();
    Turns.inOrder(() -> walk(head), () -> walk(head), () -> walk(head.next));
  }

  static void walk(Node from) {
    from.lock.lock();
    Node at = from;
    while (at.next != null) {
      at.next.lock.lock();
      at.lock.unlock();
      at = at.next;
    }
    at.lock.unlock();
  }
}
