package dev.jlockdep.agent;

/** Proves at start that the hooks fire in this JVM. */
final class SelfTest {
  private static final long LIMIT_MILLIS = 5_000;

  private SelfTest() {}

  /** Returns {@code ok}, or one sentence that says what does not work and what to do. */
  static String run(int woven) {
    if (woven == 0) {
      return failed("no type could be woven");
    }
    Canary canary = new Canary();
    Thread thread = new Thread(canary, "jlockdep-self-test");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int noticed = canary.noticed();
    if (noticed == Canary.ALL) {
      return "ok";
    }
    return failed(
        "the hooks did not notice"
            + ((noticed & Canary.BLOCK) == 0 ? " a synchronized block," : "")
            + ((noticed & Canary.METHOD) == 0 ? " a synchronized method," : "")
            + ((noticed & Canary.LOCK) == 0 ? " a ReentrantLock," : ""));
  }

  private static String failed(String why) {
    return "self-test failed: " + why + " on JDK " + Runtime.version()
        + "; nothing this run says is proof: remove other agents one by one, or report it";
  }
}
