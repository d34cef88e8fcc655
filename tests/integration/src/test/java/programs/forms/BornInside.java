package programs.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A lock made and taken under another: nobody else can hold it yet. */
public final class BornInside {
  private BornInside() {}

  static final class Writer {
    final ReentrantLock lock = new ReentrantLock();
  }

  static final Object POOL = new Object();
  static final List<Writer> WRITERS = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(BornInside::make, BornInside::flush);
  }

  static void make() {
    synchronized (POOL) {
      Writer writer = new Writer();
      writer.lock.lock();
      WRITERS.add(writer);
      writer.lock.unlock();
    }
  }

  static void flush() {
    Writer writer = WRITERS.get(0);
    writer.lock.lock();
    synchronized (POOL) {
      WRITERS.remove(writer);
    }
    writer.lock.unlock();
  }
}
