package programs.pages;

import programs.Turns;

/** The same with the answer looked for where it is waited for. */
public final class ReplyKept {
  private String text;

  synchronized String get() throws InterruptedException {
    while (text == null) {
      wait();
    }
    return text;
  }

  synchronized void set(String value) {
    text = value;
    notify();
  }

  public static void main(String[] args) throws Exception {
    ReplyKept reply = new ReplyKept();
    Thread asks = Turns.start("asks", reply::get);
    Turns.untilInWait(asks);
    reply.set("yes");
    asks.join();
  }
}
