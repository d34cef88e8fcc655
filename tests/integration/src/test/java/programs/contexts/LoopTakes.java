package programs.contexts;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import programs.Turns;

/** Legal on an event loop: its wait for work, what is there already, and waits with a limit. */
public final class LoopTakes {
  private LoopTakes() {}

  public static void main(String[] args) throws Exception {
    LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    Thread loop = new Loop(queue);
    loop.start();
    Turns.untilStuck(loop);
    queue.add(LoopTakes::serve);
    loop.join();
    try (Scope section = Lockdep.nonBlocking("handler")) {
      serve();
    }
    new CountDownLatch(0).await();
  }

  private static void serve() {
    try {
      CountDownLatch none = new CountDownLatch(0);
      none.await();
      System.out.println(CompletableFuture.completedFuture("there").join());
      System.out.println(new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Loop extends Thread {
    private final LinkedBlockingQueue<Runnable> queue;

    Loop(LinkedBlockingQueue<Runnable> queue) {
      super("loop-1");
      this.queue = queue;
    }

    @Override
    public void run() {
      try {
        queue.take().run();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
