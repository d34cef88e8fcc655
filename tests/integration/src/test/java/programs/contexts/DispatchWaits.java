package programs.contexts;

import java.awt.EventQueue;
import java.util.concurrent.CountDownLatch;
import programs.Turns;

/** At the limit: an event of AWT waits for a thread that does not need the event queue. */
public final class DispatchWaits {
  private static volatile Thread dispatcher;

  private DispatchWaits() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    EventQueue.invokeLater(() -> {
      dispatcher = Thread.currentThread();
      waitFor(ready);
    });
    while (dispatcher == null) {
      Thread.onSpinWait();
    }
    Turns.untilParkedIn(dispatcher, CountDownLatch.class);
    ready.countDown();
    EventQueue.invokeAndWait(() -> System.out.println("served"));
    System.exit(0);
  }

  private static void waitFor(CountDownLatch ready) {
    try {
      ready.await(); // on the circle
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
