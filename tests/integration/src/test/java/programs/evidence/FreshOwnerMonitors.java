package programs.evidence;

import programs.Turns;

/** Each thread has a fixture of its own: the object and a monitor it keeps. */
public final class FreshOwnerMonitors {
  private FreshOwnerMonitors() {}

  static final class Shop {
    final Object till = new Object();
    int sold;

    synchronized void sell() {
      synchronized (till) { // on the circle
        sold++;
      }
    }

    void takeBack() {
      synchronized (till) { // on the circle
        undo();
      }
    }

    synchronized void undo() {
      sold--;
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> new Shop().sell(), () -> new Shop().takeBack());
  }
}
