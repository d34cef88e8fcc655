package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

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

  private static final int BLOCK = BlockDevice.BLOCK_BYTES;

  private final Storage under;
  private final List<Event> events = new ArrayList<>(); // guarded by itself

  /** What crashes start from; null for zeros. Guarded by events. */
  private byte[] start;

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

  /** Crashes come after this: whatever was flushed by now is there after each. */
  void restart() throws IOException {
    synchronized (events) {
      start = flushed();
      events.subList(0, lastFlush(events.size())).clear();
    }
  }

  private byte[] flushed() throws IOException {
    byte[] left = start == null ? new byte[Math.toIntExact(under.size())] : start.clone();
    events.subList(0, lastFlush(events.size())).forEach(event -> apply(event, left, null));
    return left;
  }

  /** How many of the first events are certain. */
  private int lastFlush(int moment) {
    int flushed = moment;
    while (flushed > 0 && !events.get(flushed - 1).isFlush()) {
      flushed--;
    }
    return flushed;
  }

  /** What a power failure at some moment would have left: of what was not flushed, some blocks. */
  byte[] crash(Random random) {
    synchronized (events) {
      byte[] left = start.clone();
      int moment = random.nextInt(events.size() + 1);
      int flushed = lastFlush(moment);
      for (int i = 0; i < moment; i++) {
        apply(events.get(i), left, i < flushed ? null : random);
      }
      return left;
    }
  }

  /** @param random picks blocks; null for all */
  private static void apply(Event event, byte[] to, Random random) {
    for (int at = 0; event.bytes != null && at < event.bytes.length; at += BLOCK) {
      if (random == null || random.nextBoolean()) {
        int n = Math.min(BLOCK, event.bytes.length - at);
        System.arraycopy(event.bytes, at, to, (int) event.position + at, n);
      }
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
