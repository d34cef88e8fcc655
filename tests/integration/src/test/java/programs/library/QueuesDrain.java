package programs.library;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import programs.Turns;

/** ArrayBlockingQueue.drainTo of one queue into another, both ways. */
public final class QueuesDrain {
  private QueuesDrain() {}

  public static void main(String[] args) throws Exception {
    BlockingQueue<String> x = new ArrayBlockingQueue<>(4, false, List.of("x"));
    BlockingQueue<String> y = new ArrayBlockingQueue<>(4, false, List.of("y"));
    Turns.inOrder(() -> x.drainTo(y), () -> y.drainTo(x));
  }
}
