package programs.races;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Daemon threads make findings without end, and write down each one that was made, while the JVM ends.
 * Argument: the file.
 */
public final class FoundAtTheEnd {
  private static final int THREADS = 3;

  private FoundAtTheEnd() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch some = new CountDownLatch(3 * THREADS);
    for (int i = 0; i < THREADS; i++) {
      String name = "daemon" + i;
      FileOutputStream made = new FileOutputStream(args[0], true);
      Thread thread = new Thread(() -> run(name, made, some), name);
      thread.setDaemon(true);
      thread.start();
    }
    some.await();
  }

  private static void run(String name, FileOutputStream made, CountDownLatch some) {
    try {
      for (int i = 0; ; i++) {
        String of = name + "-" + i + "-";
        Object one = Lockdep.declare(new Object(), of + "one", null, "latch");
        Object other = Lockdep.declare(new Object(), of + "other", null, "latch");
        nested(one, other);
        nested(other, one);
        made.write((of + "one\n").getBytes(StandardCharsets.UTF_8));
        some.countDown();
      }
    } catch (IOException failed) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void nested(Object outer, Object inner) {
    Lockdep.acquire(outer, AcquireMode.EXCLUSIVE);
    Lockdep.acquire(inner, AcquireMode.EXCLUSIVE);
    Lockdep.release(inner);
    Lockdep.release(outer);
  }
}
