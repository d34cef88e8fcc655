package programs.forms;

import java.util.concurrent.Semaphore;
import programs.Turns;

/** Two semaphores of one permit each, taken in both orders. */
public final class SemaphoreAbba {
  private SemaphoreAbba() {}

  static final Semaphore A = new Semaphore(1);
  static final Semaphore B = new Semaphore(1, true);

  public static void main(String[] args) throws Exception {
    Turns.inOrder(SemaphoreAbba::forth, SemaphoreAbba::back);
  }

  static void forth() throws InterruptedException {
    A.acquire(); // on the circle
    B.acquire(); // on the circle
    B.release();
    A.release();
  }

  static void back() throws InterruptedException {
    B.acquire(); // on the circle
    A.acquire(); // on the circle
    A.release();
    B.release();
  }
}
