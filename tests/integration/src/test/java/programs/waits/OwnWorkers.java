package programs.waits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import programs.Turns;

/**
 * A pool written by hand, with threads of its own. With the argument "apart" its work only does what
 * can always end.
 */
public final class OwnWorkers {
  private OwnWorkers() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      Turns.inOrder(OwnWorkers::workEndsOther);
    } else {
      Turns.inOrder(OwnWorkers::mainEnds, OwnWorkers::workEndsItsOwn, OwnWorkers::chain);
    }
  }

  /** Work of one pool ends another one; nothing says that it cannot be its own. */
  private static void workEndsOther() throws InterruptedException {
    Workers one = new Workers(1);
    Workers other = new Workers(2);
    one.run(() -> Stop.now(other));
    one.end();
  }

  private static void mainEnds() throws InterruptedException {
    Workers one = new Workers(2);
    one.run(() -> Thread.onSpinWait());
    one.end();
  }

  /** A pool that the work has made itself. */
  private static void workEndsItsOwn() throws InterruptedException {
    Workers one = new Workers(1);
    one.run(() -> Stop.now(new Workers(1)));
    one.end();
  }

  /** Each waits for the one before it. */
  private static void chain() throws InterruptedException {
    Stage first = new Stage(null);
    Stage last = new Stage(first);
    last.start();
    first.start();
    last.join();
  }

  static final class Stop {
    static void now(Workers pool) {
      try {
        pool.end();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static final class Stage extends Thread {
    private final Stage before;

    Stage(Stage before) {
      this.before = before;
    }

    @Override
    public void run() {
      try {
        if (before != null) {
          before.join();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

/** Not nested: it is the type whose threads are meant. */
final class Workers {
  private final List<Worker> threads = new ArrayList<>();
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private boolean over;

  Workers(int n) {
    for (int i = 0; i < n; i++) {
      Worker w = new Worker();
      threads.add(w);
      w.start();
    }
  }

  synchronized void run(Runnable work) {
    queue.add(work);
    notifyAll();
  }

  void end() throws InterruptedException {
    synchronized (this) {
      over = true;
      notifyAll();
    }
    for (Worker w : threads) {
      w.join(); // on the circle
    }
  }

  private synchronized Runnable next() {
    try {
      while (queue.isEmpty() && !over) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return queue.poll();
  }

  private final class Worker extends Thread {
    @Override
    public void run() {
      for (Runnable work = next(); work != null; work = next()) {
        work.run();
      }
    }
  }
}
