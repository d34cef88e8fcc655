package dev.jlockdep.fs;

import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Work for one kernel-like worker thread, done in order. */
final class WorkQueue implements Closeable {
  // an empty entry stops the worker
  private final BlockingQueue<Optional<Runnable>> queue = new LinkedBlockingQueue<>();
  private final Thread worker;

  WorkQueue(String name) {
    worker = new Thread(this::serve, name);
    worker.setDaemon(true);
    worker.start();
  }

  void add(Runnable work) {
    queue.add(Optional.of(work));
  }

  private void serve() {
    for (; ; ) {
      Optional<Runnable> work = next();
      if (work.isEmpty()) {
        return;
      }
      work.get().run();
    }
  }

  private Optional<Runnable> next() {
    for (; ; ) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        // a worker stops by close() only
        continue;
      }
    }
  }

  /** Does what is queued, then stops. */
  @Override
  public void close() {
    queue.add(Optional.empty());
    Waits.join(worker);
  }
}
