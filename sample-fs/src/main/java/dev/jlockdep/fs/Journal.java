package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A redo log of metadata blocks. A commit writes what all inodes that changed look like now as one
 * transaction: after a crash all of it is there or nothing. An operation that changes several inodes
 * does so under a {@link Handle}, and no commit comes in between.
 *
 * <p>On the device: two headers, the newer of which says with which transaction the log begins; then
 * the transactions, each a list of block numbers with a checksum over what follows, and the blocks.
 * When the log is full all blocks go to their places and it begins anew (a checkpoint).
 *
 * <p>Order of writes, a flush after each: the data that the metadata speaks of; the transaction. At a
 * checkpoint: the blocks in their places; the header.
 */
final class Journal {
  private static final int HEADERS = 2;
  /** Sequence number, blocks, checksum. */
  private static final int TRANSACTION_BYTES = Long.BYTES + 2 * Integer.BYTES;
  /** Block numbers that one block of the list holds. */
  private static final int LIST_MAX =
      (MetaBlock.PAYLOAD_BYTES - TRANSACTION_BYTES) / Long.BYTES;
  /** A commit comes when that share of the log is filled by what has changed. */
  private static final int EARLY = 8;

  private final DeviceBlocks device;
  private final Layout layout;
  private final AllocGroup group;
  private final DirtyInodes dirty = new DirtyInodes();
  /** Held shared by operations, exclusively while a transaction is made up. */
  private final RwSem handles = new RwSem("journal_handle", this);
  private final RwSem logMutex = new RwSem("log_mutex", this);
  /** What is in the log and not yet in its place. Guarded by logMutex; as all below. */
  private final Map<Long, ByteBuffer> inLog = new LinkedHashMap<>();
  private long sequence;
  private long epoch;
  private int next;
  /** Why nothing can be written any more; null for nothing. */
  private volatile IOException aborted;

  Journal(DeviceBlocks device, Layout layout, AllocGroup group, Recovered recovered) {
    this.device = device;
    this.layout = layout;
    this.group = group;
    this.sequence = recovered.nextSequence();
    this.epoch = recovered.epoch();
    this.next = HEADERS;
  }

  DirtyInodes dirty() {
    return dirty;
  }

  // ---- operations ------------------------------------------------------------------------------

  /** An operation that changes several inodes at once. */
  final class Handle implements AutoCloseable {
    @Override
    public void close() {
      handles.unlockRead();
    }
  }

  /** Starts an operation. Not reentrant; waits for a commit that is being made up. */
  Handle begin() throws IOException {
    checkUsable();
    handles.lockRead();
    return new Handle();
  }

  private void checkUsable() throws IOException {
    if (aborted != null) {
      throw new IOException("the journal has failed, nothing can be changed any more", aborted);
    }
  }

  /** Before an operation: commits when a lot has gathered. */
  void throttle() throws IOException {
    if (dirty.size() > (layout.journalBlocks() - HEADERS) / EARLY) {
      commit();
    }
  }

  /** Before blocks are needed: commits if that sets some free that are missing. */
  void makeRoom(long blocks) throws IOException {
    if (group.needsCommit(blocks)) {
      commit();
    }
  }

  /** What the last commit says of an inode, be it in the log or in its place. */
  Inode.Image committed(int number) throws IOException {
    logMutex.lockRead();
    try {
      return InodeCodec.read(
          layout, number, committedBlock(layout.inodeBlock(number)), this::committedBlock);
    } finally {
      logMutex.unlockRead();
    }
  }

  /** Under logMutex. */
  private ByteBuffer committedBlock(long block) throws IOException {
    ByteBuffer logged = inLog.get(block);
    return logged == null ? device.read(block) : logged.duplicate().clear();
  }

  // ---- commit ----------------------------------------------------------------------------------

  /** Makes durable what has changed, and the data that has reached the device. */
  void commit() throws IOException {
    logMutex.lockWrite();
    try {
      checkUsable();
      Map<Long, ByteBuffer> images = new LinkedHashMap<>();
      AllocGroup.Freed freed;
      try {
        freed = collect(images);
        device.flush();
        if (!images.isEmpty()) {
          log(images);
        }
        if (!freed.meta().isEmpty()) {
          // a replay must not put old metadata over what takes its place
          checkpoint();
        }
      } catch (IOException e) {
        aborted = e;
        throw e;
      }
      group.reuse(freed);
    } finally {
      logMutex.unlockWrite();
    }
  }

  /** Everything in its place and the log empty: at unmount. */
  void commitAndCheckpoint() throws IOException {
    commit();
    logMutex.lockWrite();
    try {
      if (!inLog.isEmpty()) {
        checkpoint();
      }
    } finally {
      logMutex.unlockWrite();
    }
  }

  private AllocGroup.Freed collect(Map<Long, ByteBuffer> images) throws IOException {
    handles.lockWrite();
    try {
      // first: an inode that gave blocks back has marked itself by now
      AllocGroup.Freed freed = group.takeFreed();
      for (Inode inode : dirty.take()) {
        image(inode, images);
      }
      return freed;
    } finally {
      handles.unlockWrite();
    }
  }

  private void image(Inode inode, Map<Long, ByteBuffer> images) throws IOException {
    Inode.Image image = inode.image(group);
    if (image.type() == null) {
      // the number may have been given to a new inode, whose own mark comes after this one
      images.put(
          layout.inodeBlock(image.number()),
          InodeCodec.free(layout, image.number(), image.generation()));
      return;
    }
    InodeCodec.write(layout, image, images);
    if (inode.type() == InodeType.DIRECTORY) {
      inode.writePages(layout, images);
    }
  }

  private void log(Map<Long, ByteBuffer> images) throws IOException {
    int lists = (images.size() + LIST_MAX - 1) / LIST_MAX;
    int room = layout.journalBlocks() - HEADERS;
    if (lists + images.size() > room) {
      throw new IOException(
          "a transaction of " + (lists + images.size()) + " blocks does not fit the journal of "
              + room);
    }
    if (next + lists + images.size() > layout.journalBlocks()) {
      checkpoint();
    }
    write(lists, images);
    device.flush();
    next += lists + images.size();
    sequence++;
    inLog.putAll(images);
  }

  private void write(int lists, Map<Long, ByteBuffer> images) throws IOException {
    List<Long> targets = new ArrayList<>(images.keySet());
    ByteBuffer all = ByteBuffer.allocate((lists + targets.size()) * MetaBlock.BYTES);
    int crc = crc(targets, images.values());
    for (int i = 0; i < lists; i++) {
      ByteBuffer list =
          MetaBlock.make(MetaBlock.Kind.TRANSACTION, layout.fsId(), logBlock(next + i));
      list.putLong(sequence).putInt(targets.size()).putInt(crc);
      targets.stream().skip((long) i * LIST_MAX).limit(LIST_MAX).forEach(list::putLong);
      all.put(MetaBlock.sealed(list));
    }
    images.values().forEach(image -> all.put(image.duplicate().clear()));
    device.write(logBlock(next), all);
  }

  private static int crc(List<Long> targets, Iterable<ByteBuffer> blocks) {
    CRC32 crc = new CRC32();
    for (long target : targets) {
      crc.update(ByteBuffer.allocate(Long.BYTES).putLong(target).flip());
    }
    for (ByteBuffer block : blocks) {
      crc.update(block.duplicate().clear());
    }
    return (int) crc.getValue();
  }

  private static long logBlock(int index) {
    return Layout.JOURNAL_START + index;
  }

  private void checkpoint() throws IOException {
    device.writeAll(inLog);
    device.flush();
    writeHeader(device, layout, ++epoch, sequence);
    inLog.clear();
    next = HEADERS;
  }

  /** An empty log whose first transaction will have that number. */
  static void writeHeader(DeviceBlocks device, Layout layout, long epoch, long sequence)
      throws IOException {
    // the other header stays as it is: if this one does not make it, the log still begins there
    long at = logBlock((int) (epoch % HEADERS));
    ByteBuffer header = MetaBlock.make(MetaBlock.Kind.JOURNAL_HEADER, layout.fsId(), at);
    device.write(at, MetaBlock.sealed(header.putLong(epoch).putLong(sequence)));
    device.flush();
  }

  // ---- recovery --------------------------------------------------------------------------------

  /** What a recovery found: header, number of the next transaction, how many it put in place. */
  record Recovered(long epoch, long nextSequence, int replayed) {}

  /** Puts every whole transaction of the log in place and empties it. */
  static Recovered recover(DeviceBlocks device, Layout layout) throws IOException {
    Recovered begin = newestHeader(device, layout);
    long epoch = begin.epoch();
    long sequence = begin.nextSequence();
    int index = HEADERS;
    int replayed = 0;
    for (; ; ) {
      int length = replay(device, layout, index, sequence);
      if (length == 0) {
        break;
      }
      index += length;
      sequence++;
      replayed++;
    }
    checkNothingLater(device, layout, index, sequence);
    if (replayed > 0) {
      device.flush();
      writeHeader(device, layout, ++epoch, sequence);
    }
    return new Recovered(epoch, sequence, replayed);
  }

  private static Recovered newestHeader(DeviceBlocks device, Layout layout) throws IOException {
    Recovered newest = null;
    for (int i = 0; i < HEADERS; i++) {
      ByteBuffer block = device.read(logBlock(i));
      if (MetaBlock.is(block, MetaBlock.Kind.JOURNAL_HEADER, layout.fsId(), logBlock(i))) {
        block.position(MetaBlock.PAYLOAD_AT);
        Recovered found = new Recovered(block.getLong(), block.getLong(), 0);
        newest = newest == null || found.epoch() > newest.epoch() ? found : newest;
      }
    }
    if (newest == null) {
      throw new CorruptImageException("no header of the journal is readable");
    }
    return newest;
  }

  /** Its length in blocks; 0 when there is none, or one that was cut off by the crash. */
  private static int replay(DeviceBlocks device, Layout layout, int index, long sequence)
      throws IOException {
    if (index >= layout.journalBlocks()) {
      return 0;
    }
    ByteBuffer first = device.read(logBlock(index));
    if (!isTransaction(layout, first, index, sequence)) {
      return 0;
    }
    int count = first.getInt(MetaBlock.PAYLOAD_AT + Long.BYTES);
    int crc = first.getInt(MetaBlock.PAYLOAD_AT + Long.BYTES + Integer.BYTES);
    int lists = (count + LIST_MAX - 1) / LIST_MAX;
    if (count < 1 || count > layout.journalBlocks() - index - lists) {
      throw new CorruptImageException(
          "transaction " + sequence + " of the journal has " + count + " blocks");
    }
    List<Long> targets = new ArrayList<>();
    for (int i = 0; i < lists; i++) {
      ByteBuffer list = device.read(logBlock(index + i));
      if (!isTransaction(layout, list, index + i, sequence)) {
        return 0;
      }
      list.position(MetaBlock.PAYLOAD_AT + TRANSACTION_BYTES);
      while (targets.size() < Math.min(count, (i + 1) * LIST_MAX)) {
        targets.add(checkedTarget(layout, list.getLong(), sequence));
      }
    }
    List<ByteBuffer> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(device.read(logBlock(index + lists + i)));
    }
    if (crc(targets, images) != crc) {
      return 0;
    }
    for (int i = 0; i < count; i++) {
      device.write(targets.get(i), images.get(i));
    }
    return lists + count;
  }

  private static boolean isTransaction(
      Layout layout, ByteBuffer block, int index, long sequence) {
    return MetaBlock.is(
            block, MetaBlock.Kind.TRANSACTION, layout.fsId(), logBlock(index))
        && block.getLong(MetaBlock.PAYLOAD_AT) == sequence;
  }

  private static long checkedTarget(Layout layout, long block, long sequence)
      throws CorruptImageException {
    if (block < layout.inodeStart() || block >= layout.lastBlock()) {
      throw new CorruptImageException(
          "transaction " + sequence + " of the journal is for block " + block);
    }
    return block;
  }

  /**
   * A later transaction was written only when the one before it was on the device, so where the log
   * ends none may follow: if one does, the log was damaged, not cut off.
   */
  private static void checkNothingLater(
      DeviceBlocks device, Layout layout, int from, long sequence) throws IOException {
    device.each(
        logBlock(from),
        logBlock(layout.journalBlocks()),
        (at, block) -> {
          if (MetaBlock.is(block, MetaBlock.Kind.TRANSACTION, layout.fsId(), at)
              && block.getLong(MetaBlock.PAYLOAD_AT) > sequence) {
            throw new CorruptImageException(
                "transaction " + sequence + " of the journal is unreadable, but later ones are not");
          }
        });
  }
}
