package programs.forms;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import programs.Turns;

/** Blocking queues used under an application's lock, in one order. */
public final class Queues {
  private Queues() {}

  static final Object OWNER = new Object();

  public static void main(String[] args) throws Exception {
    List<BlockingQueue<String>> queues = List.of(
        new ArrayBlockingQueue<>(4), new LinkedBlockingQueue<>(4), new LinkedBlockingDeque<>(4),
        new PriorityBlockingQueue<>(4));
    for (BlockingQueue<String> queue : queues) {
      Turns.inOrder(() -> put(queue), () -> take(queue), () -> copy(queue));
    }
  }

  static void put(BlockingQueue<String> queue) throws InterruptedException {
    synchronized (OWNER) {
      queue.put("a");
      queue.put("b");
    }
  }

  static void take(BlockingQueue<String> queue) throws InterruptedException {
    queue.take();
    synchronized (OWNER) {
      OWNER.hashCode();
    }
  }

  static void copy(BlockingQueue<String> queue) {
    queue.remove("b");
    queue.clear();
    queue.toArray();
  }
}
