package dev.jlockdep.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An asynchronous device: requests are queued, and one device thread transfers the bytes and runs
 * the completions. Nobody else touches the storage.
 */
public final class BlockDevice implements Closeable {
  public static final int BLOCK_BYTES = 4096;

  private final Storage storage;
  private final long sizeBytes;
  private final BlockingQueue<Bio> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;
  private volatile Gates gates = new Gates();

  private BlockDevice(Storage storage) throws IOException {
    this.storage = storage;
    this.sizeBytes = storage.size();
    this.thread = new Thread(this::serve, "samplefs-device");
    thread.setDaemon(true);
    thread.start();
  }

  /** A device on a file, which is made or extended to {@code sizeBytes}. */
  public static BlockDevice onFile(Path path, long sizeBytes) throws IOException {
    return new BlockDevice(Storage.file(path, sizeBytes));
  }

  public static BlockDevice inMemory(int sizeBytes) throws IOException {
    return new BlockDevice(Storage.memory(sizeBytes));
  }

  /** A device in memory that is slow and unreliable. */
  public static BlockDevice inMemory(int sizeBytes, Trouble trouble) throws IOException {
    return new BlockDevice(trouble.around(Storage.memory(sizeBytes)));
  }

  /** A device in memory that knows what a power failure would have left, see {@link #afterCrash}. */
  public static BlockDevice recording(int sizeBytes) throws IOException {
    return new BlockDevice(new RecordingStorage(Storage.memory(sizeBytes)));
  }

  /** Crashes come after this moment: what was flushed by now is there after each. */
  public void safePoint() throws IOException {
    recording().restart();
  }

  /**
   * Another device with what a power failure at some moment since the last {@link #safePoint} would
   * have left: all that was flushed by then, and some of the blocks that were not.
   */
  public BlockDevice afterCrash(Random random) throws IOException {
    return new BlockDevice(new Storage.InMemory(recording().crash(random)));
  }

  private RecordingStorage recording() {
    if (storage instanceof RecordingStorage recording) {
      return recording;
    }
    throw new IllegalStateException("nothing was recorded: BlockDevice.recording does");
  }

  /** A device whose bytes programs can load and store: in a file, or null for in memory. */
  public static BlockDevice persistentMemory(Path file, int sizeBytes) throws IOException {
    return new BlockDevice(
        file == null ? DaxStorage.inMemory(sizeBytes) : DaxStorage.onFile(file, sizeBytes));
  }

  /** The bytes themselves. */
  DaxStorage memory() {
    if (storage instanceof DaxStorage memory) {
      return memory;
    }
    throw new IllegalStateException(
        "not persistent memory: the dax personality needs BlockDevice.persistentMemory");
  }

  /** What a power failure now would leave of some bytes of persistent memory. */
  public byte[] survives(long position, int length) {
    return memory().survives(position, length);
  }

  /** A device whose bytes are kept elsewhere. */
  static BlockDevice on(Storage storage) throws IOException {
    return new BlockDevice(storage);
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  /** Requests that were submitted and not completed. */
  public int inFlight() {
    return inFlight.get();
  }

  void gates(Gates mounted) {
    this.gates = mounted;
  }

  void submit(Bio bio) {
    if (closed.get()) {
      throw new IllegalStateException("the device is closed");
    }
    inFlight.incrementAndGet();
    queue.add(bio);
  }

  /** Transfers and waits; for metadata. */
  void transfer(Bio.Op op, long position, ByteBuffer data) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    IOException[] failed = new IOException[1];
    submit(
        new Bio(
            op,
            position,
            data,
            failure -> {
              failed[0] = failure;
              done.countDown();
            }));
    Waits.uninterruptibly(done);
    if (failed[0] != null) {
      throw failed[0];
    }
  }

  void flush() throws IOException {
    transfer(Bio.Op.FLUSH, 0, ByteBuffer.allocate(0));
  }

  private void serve() {
    for (; ; ) {
      Bio bio = next();
      if (bio.op() == Bio.Op.STOP) {
        return;
      }
      IOException failure = perform(bio);
      gates.reach(Gates.DEVICE_BEFORE_COMPLETE);
      inFlight.decrementAndGet();
      bio.end().ended(failure);
    }
  }

  private Bio next() {
    for (; ; ) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        // nobody interrupts a device: it stops by request only
        continue;
      }
    }
  }

  private IOException perform(Bio bio) {
    try {
      switch (bio.op()) {
        case READ -> storage.read(bio.position(), bio.data());
        case WRITE -> storage.write(bio.position(), bio.data());
        default -> storage.flush();
      }
      return null;
    } catch (IOException e) {
      return e;
    } catch (RuntimeException e) {
      return new IOException("transfer at " + bio.position() + " failed", e);
    }
  }

  /** Completes what is queued, then stops the device thread. */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    queue.add(new Bio(Bio.Op.STOP, 0, null, null));
    Waits.join(thread);
    storage.close();
  }
}
