package programs.contexts;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import programs.Turns;

/** A task on an event loop waits for a future. */
public final class LoopTaskWaits {
  private LoopTaskWaits() {}

  public static void main(String[] args) throws Exception {
    LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    CompletableFuture<String> answer = new CompletableFuture<>();
    queue.add(() -> System.out.println(answer.join())); // on the circle
    Thread loop = Turns.start("loop-1", () -> queue.take().run());
    Turns.untilParkedIn(loop, CompletableFuture.class);
    answer.complete("done");
    loop.join();
  }
}
