package programs.forms;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Prints what odd uses of locks do, to be compared between a watched and an unwatched run. */
public final class Outcomes {
  private static final Object NOTHING = null;

  private Outcomes() {}

  public static void main(String[] args) throws Exception {
    print("monitor of null", Outcomes::monitorOfNull);
    print("wait unowned", Outcomes::waitUnowned);
    print("notify unowned", Outcomes::notifyUnowned);
    print("unlock unowned", Outcomes::unlockUnowned);
    print("condition unowned", Outcomes::awaitUnowned);
    print("read unlock unowned", Outcomes::readUnlockUnowned);
    print("stamp zero", Outcomes::stampZero);
    print("semaphore", Outcomes::semaphore);
    print("counts", Outcomes::counts);
    print("monitor after exception", Outcomes::monitorAfterException);
    print("return value", Outcomes::returnUnderMonitor);
    print("recursion", () -> recursion(50));
    print("stack in method", Outcomes::stackInMethod);
    print("stack in block", Outcomes::stackInBlock);
    print("stack of unlock", Outcomes::stackOfUnlock);
    print("serialized lock", Outcomes::serializedLock);
    print("overflow", Outcomes::overflow);
    print("text", () -> new ReentrantLock().toString().replaceAll("@[0-9a-f]+", ""));
  }

  private static void print(String what, Callable<Object> use) {
    String outcome;
    try {
      outcome = String.valueOf(use.call());
    } catch (Exception thrown) {
      // helpful messages of null pointers name locals, which weaving may add to: type only
      outcome = thrown.getClass().getName();
    }
    System.out.println(what + ": " + outcome);
  }

  static Object monitorOfNull() {
    synchronized (NOTHING) {
      return "entered";
    }
  }

  static Object waitUnowned() throws InterruptedException {
    new Object().wait(1);
    return "waited";
  }

  static Object notifyUnowned() {
    new Object().notify();
    return "notified";
  }

  static Object unlockUnowned() {
    new ReentrantLock().unlock();
    return "unlocked";
  }

  static Object awaitUnowned() throws InterruptedException {
    new ReentrantLock().newCondition().await();
    return "awaited";
  }

  static Object readUnlockUnowned() {
    new ReentrantReadWriteLock().readLock().unlock();
    return "unlocked";
  }

  static Object stampZero() {
    new StampedLock().unlock(0);
    return "unlocked";
  }

  static Object semaphore() throws InterruptedException {
    Semaphore semaphore = new Semaphore(1);
    semaphore.acquire();
    boolean again = semaphore.tryAcquire();
    semaphore.release(2);
    return again + " " + semaphore.availablePermits();
  }

  static Object counts() {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    lock.lock();
    int held = lock.getHoldCount();
    lock.unlock();
    return held + " " + lock.isHeldByCurrentThread() + " " + lock.isLocked();
  }

  static Object monitorAfterException() {
    Object monitor = new Object();
    try {
      synchronized (monitor) {
        throw new IllegalStateException();
      }
    } catch (IllegalStateException thrown) {
      return Thread.holdsLock(monitor);
    }
  }

  static Object returnUnderMonitor() {
    Object monitor = new Object();
    synchronized (monitor) {
      return Thread.holdsLock(monitor);
    }
  }

  static synchronized Object recursion(int depth) {
    return depth == 0 ? Thread.holdsLock(Outcomes.class) : recursion(depth - 1);
  }

  static synchronized Object stack() {
    return stackOf(new Throwable());
  }

  static Object stackInMethod() {
    return stack();
  }

  static Object stackInBlock() {
    synchronized (Outcomes.class) {
      return stackOf(new Throwable());
    }
  }

  static Object stackOfUnlock() {
    try {
      new ReentrantLock().unlock();
      return "unlocked";
    } catch (IllegalMonitorStateException thrown) {
      return stackOf(thrown);
    }
  }

  static String stackOf(Throwable thrown) {
    StringBuilder frames = new StringBuilder();
    for (StackTraceElement frame : thrown.getStackTrace()) {
      frames.append(' ').append(frame);
    }
    return frames.toString();
  }

  static Object serializedLock() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReentrantLock original = new ReentrantLock(true);
    original.lock();
    new ObjectOutputStream(bytes).writeObject(original);
    ReentrantLock copy = (ReentrantLock) new ObjectInputStream(
        new ByteArrayInputStream(bytes.toByteArray())).readObject();
    copy.lock();
    copy.unlock();
    original.unlock();
    return copy.isFair() + " " + copy.isLocked() + " " + bytes.size();
  }

  /** Monitors and locks all the way down to the end of the stack. */
  static Object overflow() {
    ReentrantLock lock = new ReentrantLock();
    Object monitor = new Object();
    try {
      dive(monitor, lock);
      return "no end";
    } catch (StackOverflowError expected) {
      return "ended, monitor held: " + Thread.holdsLock(monitor);
    }
  }

  private static void dive(Object monitor, ReentrantLock lock) {
    synchronized (monitor) {
      lock.lock();
      try {
        dive(monitor, lock);
      } finally {
        lock.unlock();
      }
    }
  }
}
