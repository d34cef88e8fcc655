package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A thread ends without giving its lock back. */
public final class LeftLocked {
  private LeftLocked() {}

  static final ReentrantLock FORGOTTEN = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(LeftLocked::forget);
  }

  static void forget() {
    FORGOTTEN.lock();
  }
}
