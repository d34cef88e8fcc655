package programs.models;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Acquires;
import dev.jlockdep.api.Begins;
import dev.jlockdep.api.Ends;
import dev.jlockdep.api.Releases;
import dev.jlockdep.api.Result;
import dev.jlockdep.api.Signals;
import dev.jlockdep.api.Waits;

/** Synchronizers on wait and notify, whose methods say what they do. */
class HandMade {
  private int readers;
  private Thread writer;
  private int inFlight;
  private boolean signalled;

  @Acquires
  synchronized void write() throws InterruptedException {
    while (readers > 0 || writer != null) {
      wait();
    }
    writer = Thread.currentThread();
  }

  @Releases
  synchronized void endWrite() {
    writer = null;
    notifyAll();
  }

  @Acquires(mode = AcquireMode.READ)
  synchronized void read() throws InterruptedException {
    while (writer != null) {
      wait();
    }
    readers++;
  }

  @Releases
  synchronized void endRead() {
    readers--;
    notifyAll();
  }

  @Acquires(tries = true, when = Result.TRUE)
  synchronized boolean tryWrite() {
    if (readers > 0 || writer != null) {
      return false;
    }
    writer = Thread.currentThread();
    return true;
  }

  /** Asks, and is not given the lock. */
  @Acquires(when = Result.NONZERO)
  long refused(int value) {
    // writes over its parameter and uses the variable for something else
    value = value - value;
    return value;
  }

  @Acquires
  void broken() {
    throw new IllegalStateException("no lock");
  }

  @Begins
  synchronized void begin() {
    inFlight++;
  }

  @Ends
  synchronized void end() {
    inFlight--;
    notifyAll();
  }

  @Waits(counter = "counter")
  synchronized void drain() throws InterruptedException {
    while (inFlight > 0) {
      wait();
    }
  }

  @Waits(event = "event")
  synchronized void await() throws InterruptedException {
    while (!signalled) {
      wait();
    }
  }

  @Signals
  synchronized void signal() {
    signalled = true;
    notifyAll();
  }
}
