package programs.models;

import programs.Turns;

/**
 * A read-write lock on wait and notify that knows nothing of jlockdep, as in LUCENE-1544: adding
 * indexes takes the write lock and then pauses the documents; a document takes its turn and then asks
 * for the read lock. With the argument "fixed" both go the same way.
 */
public final class IndexKernel {
  private IndexKernel() {}

  public static void main(String[] args) throws Exception {
    boolean fixed = args.length > 0;
    Index index = new Index();
    Object documents = new Object();
    Turns.inOrder(
        () -> addIndexes(index, documents),
        () -> {
          if (fixed) {
            addIndexes(index, documents);
          } else {
            addDocument(index, documents);
          }
        },
        () -> commit(index));
  }

  private static void addIndexes(Index index, Object documents) throws Exception {
    index.acquireWrite();
    synchronized (documents) {
      documents.hashCode();
    }
    index.releaseWrite();
  }

  private static void addDocument(Index index, Object documents) throws Exception {
    synchronized (documents) {
      index.acquireRead();
      index.releaseRead();
    }
  }

  /** Under the index's own monitor, which waiting for the lock lets go. */
  private static void commit(Index index) throws Exception {
    synchronized (index) {
      index.acquireRead();
      index.releaseRead();
    }
  }

  static final class Index {
    private Thread writeThread;
    private int readCount;

    synchronized void acquireWrite() throws InterruptedException {
      while (writeThread != null || readCount > 0) {
        doWait();
      }
      writeThread = Thread.currentThread();
    }

    synchronized void releaseWrite() {
      writeThread = null;
      notifyAll();
    }

    synchronized void acquireRead() throws InterruptedException {
      while (writeThread != null && writeThread != Thread.currentThread()) {
        doWait();
      }
      readCount++;
    }

    synchronized void releaseRead() {
      readCount--;
      notifyAll();
    }

    private synchronized void doWait() throws InterruptedException {
      wait();
    }
  }
}
