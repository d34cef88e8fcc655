package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Monitors and locks that exceptions release are not held any more. */
public final class ExceptionsRelease {
  private ExceptionsRelease() {}

  static final Object A = new Object();
  static final Object B = new Object();
  static final ReentrantLock L = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(ExceptionsRelease::throwing, ExceptionsRelease::backward);
  }

  static void throwing() {
    try {
      throwUnderMonitor();
    } catch (IllegalStateException expected) {
      touch(B);
    }
    try {
      throwInMethod();
    } catch (IllegalStateException expected) {
      touch(B);
    }
    try {
      throwUnderLock();
    } catch (IllegalStateException expected) {
      touch(B);
    }
  }

  static void throwUnderMonitor() {
    synchronized (A) {
      throw new IllegalStateException("under the monitor");
    }
  }

  static synchronized void throwInMethod() {
    throw new IllegalStateException("in the method");
  }

  static void throwUnderLock() {
    L.lock();
    try {
      throw new IllegalStateException("under the lock");
    } finally {
      L.unlock();
    }
  }

  static void touch(Object lock) {
    synchronized (lock) {
      lock.hashCode();
    }
  }

  static void backward() {
    synchronized (B) {
      touch(A);
      touch(ExceptionsRelease.class);
      L.lock();
      L.unlock();
    }
  }
}
