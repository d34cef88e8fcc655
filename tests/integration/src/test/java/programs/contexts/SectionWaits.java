package programs.contexts;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;
import java.util.concurrent.CountDownLatch;
import programs.Turns;

/** A section that says it never waits waits for another thread. */
public final class SectionWaits {
  private SectionWaits() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    Thread waiter = Turns.start("waiter", () -> {
      try (Scope section = Lockdep.nonBlocking("handler")) {
        ready.await(); // on the circle
      }
    });
    Turns.untilParkedIn(waiter, CountDownLatch.class);
    ready.countDown();
    waiter.join();
  }
}
