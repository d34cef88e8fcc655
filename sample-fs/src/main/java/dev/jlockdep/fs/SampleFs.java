package dev.jlockdep.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mounted filesystem: one device, its inodes, its free blocks and its workers. Thread-safe. */
public final class SampleFs implements Closeable {
  private final BlockDevice device;
  private final Set<Fault> faults;
  private final Gates gates;
  private final AllocGroup allocGroup;
  private final FreezeGate sbWriters = new FreezeGate("sb_writers", this);
  private final Journal journal = new Journal();
  private final Cluster cluster = new Cluster(this);
  private final Transactions transactions = new Transactions(this);
  private final RwSem inodeList = new RwSem("s_inode_list", this);
  private final RwSem logMutex = new RwSem("log_mutex", this);
  private final Map<String, Inode> inodes = new TreeMap<>(); // guarded by inodeList
  /** The same inodes, for those who must not wait. */
  private final List<Inode> cached = new CopyOnWriteArrayList<>();
  private volatile int cacheLimit = Integer.MAX_VALUE;
  private final WorkQueue dioWorkqueue = new WorkQueue("samplefs-dio-wq");
  private final WorkQueue endioWorkers = new WorkQueue("samplefs-endio");
  private final Personality personality;
  private static final int IO_WORKERS = 4;
  private final WorkQueue ioWorkers = new WorkQueue("samplefs-io-wq", IO_WORKERS);

  private SampleFs(
      BlockDevice device, AllocGroup allocGroup, Set<Fault> faults, Gates gates,
      Personality personality) {
    this.personality = personality;
    this.device = device;
    this.allocGroup = allocGroup;
    this.faults = Set.copyOf(faults);
    this.gates = gates;
  }

  /** Makes an empty filesystem on the whole device. */
  public static void mkfs(BlockDevice device) throws IOException {
    int blocks = (int) Math.min(Integer.MAX_VALUE, device.sizeBytes() / DiskFormat.BLOCK);
    if (blocks <= DiskFormat.FIRST_DATA_BLOCK) {
      throw new IOException(
          "device too small: " + blocks + " blocks, at least " + DiskFormat.FIRST_DATA_BLOCK);
    }
    for (int slot = 1; slot <= DiskFormat.INODES; slot++) {
      writeBlock(device, slot, ByteBuffer.allocate(DiskFormat.BLOCK));
    }
    writeBlock(device, 0, DiskFormat.superblock(blocks));
    device.flush();
  }

  /** Mounts with the faults that property {@code samplefs.fault} names. */
  public static SampleFs mount(BlockDevice device) throws IOException {
    return mount(device, Fault.parse(System.getProperty("samplefs.fault", "")), new Gates());
  }

  public static SampleFs mount(BlockDevice device, Set<Fault> faults, Gates gates)
      throws IOException {
    return mount(device, faults, gates, Personality.XFS);
  }

  public static SampleFs mount(
      BlockDevice device, Set<Fault> faults, Gates gates, Personality personality)
      throws IOException {
    int blocks = DiskFormat.blocks(readBlock(device, 0), device.sizeBytes());
    AllocGroup group = new AllocGroup(blocks, DiskFormat.FIRST_DATA_BLOCK);
    List<Inode> found = new ArrayList<>();
    for (int slot = 1; slot <= DiskFormat.INODES; slot++) {
      Inode inode = DiskFormat.readInode(readBlock(device, slot), group, gates);
      if (inode != null) {
        found.add(inode);
      }
    }
    SampleFs fs = new SampleFs(device, group, faults, gates, personality);
    found.forEach(inode -> fs.inodes.put(inode.name(), inode));
    fs.cached.addAll(found);
    device.gates(gates);
    return fs;
  }

  /** The file of that name, made if there is none. */
  public Inode create(String name) throws IOException {
    if (name.getBytes(StandardCharsets.UTF_8).length > DiskFormat.NAME_BYTES_MAX) {
      throw new IOException("file name longer than " + DiskFormat.NAME_BYTES_MAX + " bytes");
    }
    inodeList.lockWrite();
    try {
      Inode known = inodes.get(name);
      if (known != null) {
        return known;
      }
      if (inodes.size() == DiskFormat.INODES) {
        throw new IOException("no inode left of " + DiskFormat.INODES);
      }
      Inode made = new Inode(inodes.size() + 1, name, gates);
      inodes.put(name, made);
      cached.add(made);
      return made;
    } finally {
      inodeList.unlockWrite();
    }
  }

  /** The file of that name. */
  public Inode open(String name) throws IOException {
    inodeList.lockRead();
    try {
      Inode inode = inodes.get(name);
      if (inode == null) {
        throw new IOException("no such file: " + name);
      }
      return inode;
    } finally {
      inodeList.unlockRead();
    }
  }

  /** The file of that name, made if there is none, open for calls with user buffers. */
  public File file(String name) throws IOException {
    return new File(this, create(name));
  }

  /** Makes metadata durable, and the data that has reached the device. */
  public void sync() throws IOException {
    journal.commit(this::writeMetadata);
  }

  private void writeMetadata() throws IOException {
    logMutex.lockWrite();
    try {
      device.flush();
      for (Inode inode : snapshot()) {
        writeBlock(device, inode.number(), DiskFormat.inode(inode));
      }
      device.flush();
    } finally {
      logMutex.unlockWrite();
    }
  }

  /** Waits for writers to leave and keeps new ones out until {@link #thaw}. */
  public void freeze() throws IOException {
    sbWriters.freeze();
    try {
      sync();
    } catch (IOException e) {
      sbWriters.thaw();
      throw e;
    }
    transactions.freeze();
  }

  public void thaw() {
    transactions.thaw(sbWriters::thaw);
  }

  /**
   * Takes clean folios out of the cache, as many as can be had without waiting, and what else a file
   * keeps for later; the number of folios.
   */
  public int dropCaches() {
    int dropped = 0;
    transactions.sUmount().lockRead();
    try {
      for (Inode inode : snapshot()) {
        dropped += inode.pageCache().dropClean(this);
        transactions.evict(this, inode);
      }
    } finally {
      transactions.sUmount().unlockRead();
    }
    return dropped;
  }

  /** Makes room in the cache, as a task of its own does when memory runs low (kswapd). */
  public int reclaim() {
    return Reclaim.run(this);
  }

  /** From now on whoever needs a folio makes room first when there are that many. */
  public void cacheLimit(int folios) {
    cacheLimit = folios;
  }

  boolean cacheFull() {
    int limit = cacheLimit;
    if (limit == Integer.MAX_VALUE) {
      return false;
    }
    int folios = 0;
    for (Inode inode : cached) {
      folios += inode.pageCache().size();
    }
    return folios >= limit;
  }

  /** The inodes without their list's lock, which reclaim must not wait for. */
  List<Inode> cachedInodes() {
    return cached;
  }

  public long freeBlocks() {
    return allocGroup.free();
  }

  /** Blocks that files have; with {@link #freeBlocks} as many as there ever were. */
  public long mappedBlocks() {
    long blocks = 0;
    for (Inode inode : cached) {
      for (Extent extent : inode.extents()) {
        blocks += extent.count();
      }
    }
    return blocks;
  }

  /** Direct transfers in flight, and changes inside the freeze level. */
  public int inFlight() {
    int units = sbWriters.inside();
    for (Inode inode : cached) {
      units += inode.dioCount().inFlight();
    }
    return units;
  }

  /** Waits for transfers in flight, writes everything back and stops the workers. */
  @Override
  public void close() throws IOException {
    transactions.close();
    for (Inode inode : snapshot()) {
      inode.dioCount().await();
      Writeback.flush(this, inode, 0, Long.MAX_VALUE);
    }
    sync();
    ioWorkers.close();
    endioWorkers.close();
    dioWorkqueue.close();
  }

  BlockDevice device() {
    return device;
  }

  AllocGroup allocGroup() {
    return allocGroup;
  }

  FreezeGate sbWriters() {
    return sbWriters;
  }

  /** Ends of buffered writes, and of the direct I/O of the extent personality. */
  WorkQueue endioWorkers() {
    return endioWorkers;
  }

  Personality personality() {
    return personality;
  }

  WorkQueue dioWorkqueue() {
    return dioWorkqueue;
  }

  WorkQueue ioWorkers() {
    return ioWorkers;
  }

  Journal journal() {
    return journal;
  }

  /** What the nodes share, for the gfs personality. */
  Cluster cluster() {
    return cluster;
  }

  /** Freeze levels, and changes the filesystem makes by itself. */
  Transactions transactions() {
    return transactions;
  }

  Gates gates() {
    return gates;
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  private List<Inode> snapshot() {
    inodeList.lockRead();
    try {
      return new ArrayList<>(inodes.values());
    } finally {
      inodeList.unlockRead();
    }
  }

  private static ByteBuffer readBlock(BlockDevice device, int block) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(DiskFormat.BLOCK);
    device.transfer(Bio.Op.READ, (long) block * DiskFormat.BLOCK, data);
    return data.rewind();
  }

  private static void writeBlock(BlockDevice device, int block, ByteBuffer data)
      throws IOException {
    device.transfer(Bio.Op.WRITE, (long) block * DiskFormat.BLOCK, data);
  }
}
