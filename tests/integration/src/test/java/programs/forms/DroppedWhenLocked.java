package programs.forms;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * After Derby's cache: an entry is locked before it goes into a map, and dropped as it is when another
 * thread was faster. Nobody can wait for it.
 */
public final class DroppedWhenLocked {
  private static final ConcurrentMap<String, ReentrantLock> ENTRIES = new ConcurrentHashMap<>();

  private DroppedWhenLocked() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> entry().unlock(), DroppedWhenLocked::entry);
  }

  static ReentrantLock entry() {
    ReentrantLock made = new ReentrantLock();
    made.lock();
    ReentrantLock there = ENTRIES.putIfAbsent("page", made);
    return there == null ? made : there;
  }
}
