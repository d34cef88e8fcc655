package programs.models;

import programs.Turns;

/**
 * JDK-8012019: closing a channel waits, under the lock, until no thread uses it; a thread that uses it
 * needs the lock to get out. With the argument "fixed" it waits after the lock is let go.
 */
public final class CloseKernel {
  private CloseKernel() {}

  public static void main(String[] args) throws Exception {
    boolean fixed = args.length > 0;
    Channel channel = new Channel();
    Turns.inOrder(channel::use, () -> channel.close(fixed));
  }

  static final class Channel {
    private final Object lock = new Object();
    private final Users users = new Users();
    private int position;

    void use() {
      users.add();
      try {
        position++;
      } finally {
        synchronized (lock) {
          users.remove();
        }
      }
    }

    void close(boolean fixed) throws InterruptedException {
      if (fixed) {
        synchronized (lock) {
          position = -1;
        }
        users.signalAndWait();
        return;
      }
      synchronized (lock) {
        users.signalAndWait();
      }
    }
  }

  static final class Users {
    private int used;

    synchronized int add() {
      used++;
      return used - 1;
    }

    synchronized void remove() {
      used--;
      notifyAll();
    }

    synchronized void signalAndWait() throws InterruptedException {
      while (used > 0) {
        wait();
      }
    }
  }
}
