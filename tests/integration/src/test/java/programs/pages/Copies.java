package programs.pages;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;
import java.util.concurrent.locks.ReentrantLock;

/** CONTEXT: a section that says nothing faults in it, and code in it that faults. */
public final class Copies {
  private final ReentrantLock extent = Lockdep.name(new ReentrantLock(), "extent");

  void read(boolean hole) {
    extent.lock();
    try (Scope section = Lockdep.noFault()) {
      if (hole) {
        zero();
      } else {
        Lockdep.mightFault();
      }
    } finally {
      extent.unlock();
    }
  }

  /** Does not know of the section: it has the page mapped. */
  private void zero() {
    handleFault();
  }

  private void handleFault() {
    try (Scope handler = Lockdep.enterFault()) {
      System.out.println("page mapped");
    }
  }

  public static void main(String[] args) {
    Copies file = new Copies();
    file.read(false);
    file.read(true);
  }
}
