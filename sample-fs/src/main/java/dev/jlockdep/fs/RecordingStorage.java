package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps every write and flush that reaches it, in order, so that a test can ask what a crash at any
 * moment would have left. Written by the device thread; read by others when the device is idle.
 */
final class RecordingStorage implements Storage {
  /** One request; no bytes: a flush. A mark stands where the user was told that data is safe. */
  record Event(long position, byte[] bytes, int mark) {
    boolean isFlush() {
      return bytes == null && mark < 0;
    }
  }

  private final Storage under;
  private final List<Event> events = new ArrayList<>(); // guarded by itself

  RecordingStorage(Storage under) {
    this.under = under;
  }

  /** The user knows from here on that what it did up to step {@code mark} is safe. */
  void mark(int mark) {
    add(new Event(0, null, mark));
  }

  List<Event> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  private void add(Event event) {
    synchronized (events) {
      events.add(event);
    }
  }

  @Override
  public long size() throws IOException {
    return under.size();
  }

  @Override
  public void read(long position, ByteBuffer into) throws IOException {
    under.read(position, into);
  }

  @Override
  public void write(long position, ByteBuffer from) throws IOException {
    byte[] bytes = new byte[from.remaining()];
    from.duplicate().get(bytes);
    add(new Event(position, bytes, -1));
    under.write(position, from);
  }

  @Override
  public void flush() throws IOException {
    under.flush();
    add(new Event(0, null, -1));
  }

  @Override
  public void close() throws IOException {
    under.close();
  }
}
