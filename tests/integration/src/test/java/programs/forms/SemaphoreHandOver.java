package programs.forms;

import java.util.concurrent.Semaphore;
import programs.Turns;

/** A permit that one thread takes and its worker gives back, so that the thread can wait for it. */
public final class SemaphoreHandOver {
  private static final Semaphore PERMIT = new Semaphore(1);

  private SemaphoreHandOver() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(SemaphoreHandOver::startAndWait);
  }

  static void startAndWait() throws InterruptedException {
    PERMIT.acquire();
    Turns.start("worker", PERMIT::release);
    PERMIT.acquire();
    PERMIT.release();
  }
}
