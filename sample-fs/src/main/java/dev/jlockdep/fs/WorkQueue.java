package dev.jlockdep.fs;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Work for kernel-like worker threads; begun in order. */
final class WorkQueue implements Closeable {
  // an empty entry stops a worker
  private final BlockingQueue<Optional<Runnable>> queue = new LinkedBlockingQueue<>();
  private final List<Thread> workers = new ArrayList<>();

  /** With one worker, so that work is also ended in order. */
  WorkQueue(String name) {
    this(name, 1);
  }

  WorkQueue(String name, int threads) {
    for (int i = 0; i < threads; i++) {
      Thread worker = new Thread(this::serve, threads == 1 ? name : name + "-" + i);
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
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
    workers.forEach(worker -> queue.add(Optional.empty()));
    workers.forEach(Waits::join);
  }
}
