package programs.matrix;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** A second read by the same reader while a writer queues on a fair lock: legal. */
public final class ReentrantReadWriterQueued {
  private ReentrantReadWriterQueued() {}

  static final ReentrantReadWriteLock RW = new ReentrantReadWriteLock(true);

  public static void main(String[] args) throws Exception {
    RW.readLock().lock();
    Thread writer = Turns.start("writer", ReentrantReadWriterQueued::write);
    Turns.untilQueued(RW);
    RW.readLock().lock();
    RW.readLock().unlock();
    RW.readLock().unlock();
    writer.join();
  }

  static void write() {
    RW.writeLock().lock();
    RW.writeLock().unlock();
  }
}
