package dev.jlockdep.tests.conformance;

/** A kind of lock of the JVM that stands for a kind of lock of the kernel. */
enum LockKind {
  MONITOR("synchronized"),
  REENTRANT("ReentrantLock"),
  READ_WRITE("RRWL|ReentrantReadWriteLock"),
  STAMPED("StampedLock"),
  SEMAPHORE("Semaphore"),
  /** Hand-written and declared; its readers never wait for a queued writer. */
  ANNOTATED("annotated|lockNested");

  private final String mappingWords;

  LockKind(String mappingWords) {
    this.mappingWords = mappingWords;
  }

  /** Whether the data's mapping column names this kind. */
  boolean isNamedIn(String mapping) {
    for (String word : mappingWords.split("\\|")) {
      if (mapping.contains(word)) {
        return true;
      }
    }
    return false;
  }

  RowLock create(String lockClass) {
    switch (this) {
      case REENTRANT:
        return new MutexLock(lockClass);
      case READ_WRITE:
        return new ReadWriteRowLock(lockClass);
      case STAMPED:
        return new StampedRowLock(lockClass);
      case SEMAPHORE:
        return new SemaphoreLock(lockClass);
      case ANNOTATED:
        return new AnnotatedLock(lockClass);
      default:
        return new MonitorLock(lockClass);
    }
  }
}
