package programs.faults;

import dev.jlockdep.Lockdep;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** An inversion, then so many lock classes that the dump becomes large. */
public final class FillsDump {
  private static final Object A = new Object();
  private static final Object B = new Object();
  private static int work;

  private FillsDump() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> {
          synchronized (A) {
            synchronized (B) {
              work += 0;
            }
          }
        },
        () -> {
          synchronized (B) {
            synchronized (A) {
              work += 0;
            }
          }
        });
    ReentrantLock outer = new ReentrantLock();
    for (int i = 0; i < 300; i++) {
      ReentrantLock inner = new ReentrantLock();
      Lockdep.name(inner, "a lock class with a long name that takes room, " + i);
      outer.lock();
      inner.lock();
      work++;
      inner.unlock();
      outer.unlock();
    }
    System.out.println("worked " + work);
  }
}
