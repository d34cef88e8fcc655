package programs.models;

import programs.Turns;

/**
 * POOL-146: who asks a pool of two kinds of things stands in one queue, and whoever is at its head
 * waits there until its kind comes back; so a thread that has the only connection cannot get a free
 * statement. With the argument "fixed" nobody who can be served stands behind another.
 */
public final class QueueKernel {
  private QueueKernel() {}

  public static void main(String[] args) throws Exception {
    Pool pool = new Pool(args.length > 0);
    Turns.inOrder(pool::both, () -> pool.use(pool.connections));
  }

  static final class Pool {
    private final Connections connections = new Connections();
    private final Statements statements = new Statements();
    private final Line line = new Line();
    private final boolean fixed;

    Pool(boolean fixed) {
      this.fixed = fixed;
    }

    void both() throws InterruptedException {
      borrow(connections);
      use(statements);
      connections.give();
    }

    void use(Things things) throws InterruptedException {
      borrow(things);
      things.give();
    }

    private void borrow(Things things) throws InterruptedException {
      if (fixed) {
        things.await();
        things.take();
      } else {
        line.enter();
        things.await();
        things.take();
        line.leave();
      }
    }
  }

  static class Things {
    private boolean out;

    synchronized void await() throws InterruptedException {
      while (out) {
        wait();
      }
    }

    synchronized void take() {
      out = true;
    }

    synchronized void give() {
      out = false;
      notifyAll();
    }
  }

  static final class Connections extends Things {}

  static final class Statements extends Things {}

  /** Lets one after the other to the head. */
  static final class Line {
    private int next;
    private int served;

    synchronized void enter() throws InterruptedException {
      int mine = next++;
      while (mine != served) {
        wait();
      }
    }

    synchronized void leave() {
      served++;
      notifyAll();
    }
  }
}
