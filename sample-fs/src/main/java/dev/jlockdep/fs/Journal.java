package dev.jlockdep.fs;

import java.io.IOException;

/** Changes of several pieces of metadata that must reach the device together or not at all. */
final class Journal {
  /** Held shared by who changes metadata, exclusively while it is written. */
  private final RwSem handles = new RwSem("journal_handle", this);

  /** One change, until it is closed. */
  final class Handle implements AutoCloseable {
    @Override
    public void close() {
      handles.unlockRead();
    }
  }

  /** Writes metadata. */
  interface Commit {
    void write() throws IOException;
  }

  /** Starts a change. Not reentrant; waits for a commit. */
  Handle begin() {
    handles.lockRead();
    return new Handle();
  }

  /** Waits for the changes that have begun, and writes. */
  void commit(Commit commit) throws IOException {
    handles.lockWrite();
    try {
      commit.write();
    } finally {
      handles.unlockWrite();
    }
  }
}
