package programs.pages;

import programs.Turns;

/** LOST_SIGNAL: who asks looks for the answer, and then waits for a signal that may be over. */
public final class Reply {
  private volatile String text;

  String get() throws InterruptedException {
    if (text == null) {
      synchronized (this) {
        wait();
      }
    }
    return text;
  }

  void set(String value) {
    text = value;
    synchronized (this) {
      notify();
    }
  }

  public static void main(String[] args) throws Exception {
    Reply reply = new Reply();
    Thread asks = Turns.start("asks", reply::get);
    Turns.untilInWait(asks);
    reply.set("yes");
    asks.join();
  }
}
