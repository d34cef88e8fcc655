package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Persistent memory: bytes that programs load and store directly. A store is in the processor's cache
 * until its lines are flushed; what is not is lost when the power fails. Requests of a device are
 * flushed at once. Thread-safe as memory is: whoever writes the same bytes must agree on it.
 */
final class DaxStorage implements Storage {
  /** Told of what arrives on the media, in that order; by whoever flushes. */
  interface FlushLog {
    void arrived(long position, byte[] bytes);
  }

  /** What programs see. */
  private final ByteBuffer memory;
  /** What survives. */
  private final ByteBuffer media;
  private volatile FlushLog log = (position, bytes) -> {};

  private DaxStorage(ByteBuffer media) {
    this.media = media;
    this.memory = ByteBuffer.allocateDirect(media.capacity());
    memory.put(media.duplicate()).clear();
  }

  static DaxStorage inMemory(int size) {
    return new DaxStorage(ByteBuffer.allocateDirect(size));
  }

  /** What a power failure has left. */
  static DaxStorage afterCrash(byte[] media) {
    return new DaxStorage(ByteBuffer.wrap(media));
  }

  void log(FlushLog next) {
    log = next;
  }

  /** The media is a file of {@code size} bytes, mapped. */
  static DaxStorage onFile(Path path, int size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      return new DaxStorage(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
    }
  }

  /** The bytes themselves. */
  ByteBuffer at(long position, int length) {
    return memory.slice(Math.toIntExact(position), length);
  }

  /** Flushes lines, and waits until they have arrived (CLWB and a fence). */
  void persist(long position, int length) {
    int at = Math.toIntExact(position);
    byte[] bytes = new byte[length];
    memory.slice(at, length).get(bytes);
    media.slice(at, length).put(bytes);
    log.arrived(position, bytes);
  }

  /** What would be there after a power failure now. */
  byte[] survives(long position, int length) {
    byte[] bytes = new byte[length];
    media.slice(Math.toIntExact(position), length).get(bytes);
    return bytes;
  }

  @Override
  public long size() {
    return media.capacity();
  }

  @Override
  public void read(long position, ByteBuffer into) {
    into.put(at(position, into.remaining()));
  }

  @Override
  public void write(long position, ByteBuffer from) {
    int length = from.remaining();
    at(position, length).put(from);
    persist(position, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
