package dev.jlockdep.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Set;

/** A mounted filesystem: one device, its inodes, its free blocks and its workers. Thread-safe. */
public final class SampleFs implements Closeable {
  private final BlockDevice device;
  private final Set<Fault> faults;
  private final Gates gates;
  private final AllocGroup allocGroup;
  private final FreezeGate sbWriters = new FreezeGate("sb_writers", this);
  private final Layout layout;
  private final Journal journal;
  private final InodeTable inodes;
  private final Namespace namespace;
  private final Cluster cluster = new Cluster(this);
  private final Transactions transactions = new Transactions(this);
  private volatile int cacheLimit = Integer.MAX_VALUE;
  private final WorkQueue dioWorkqueue = new WorkQueue("samplefs-dio-wq");
  private final WorkQueue endioWorkers = new WorkQueue("samplefs-endio");
  private final Personality personality;
  private final User user;
  private static final int IO_WORKERS = 4;
  private final WorkQueue ioWorkers = new WorkQueue("samplefs-io-wq", IO_WORKERS);

  private SampleFs(
      BlockDevice device, Mounting mounting, Set<Fault> faults, Gates gates,
      Personality personality, User user) {
    this.personality = personality;
    this.user = user;
    this.device = device;
    this.allocGroup = mounting.group();
    this.layout = mounting.layout();
    this.journal = mounting.journal();
    this.inodes = mounting.inodes();
    this.faults = Set.copyOf(faults);
    this.gates = gates;
    this.namespace = new Namespace(this, inodes, journal);
  }

  /** Makes an empty filesystem on the whole device. */
  public static void mkfs(BlockDevice device) throws IOException {
    Mkfs.run(device, 0);
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
    return mount(device, faults, gates, personality, User.ROOT);
  }

  /**
   * Mounts: puts the transactions of the journal in place, reads the inodes, and takes away the files
   * that had lost their last name when the machine stopped.
   *
   * @param user whom all that is done through this mount is done for
   */
  public static SampleFs mount(
      BlockDevice device, Set<Fault> faults, Gates gates, Personality personality, User user)
      throws IOException {
    Mounting mounting = Mounting.read(device, gates);
    SampleFs fs = new SampleFs(device, mounting, faults, gates, personality, user);
    for (Inode inode : fs.inodes.all()) {
      if (inode.nobodyLeft()) {
        fs.namespace.evict(inode);
      }
    }
    device.gates(gates);
    return fs;
  }

  /** Whom all that is done here is done for. */
  public User user() {
    return user;
  }

  /** Directories, and the names in them. */
  public Namespace namespace() {
    return namespace;
  }

  /** The file of that name in the root directory, made if there is none. */
  public Inode create(String name) throws IOException {
    Inode root = namespace.root();
    Inode known = namespace.child(root, name);
    if (known != null) {
      return known;
    }
    try {
      return namespace.create(root, name, Namespace.DEFAULT_FILE_MODE);
    } catch (FileAlreadyExistsException e) {
      return open(name); // another thread was faster
    }
  }

  /** The file of that name in the root directory. */
  public Inode open(String name) throws IOException {
    Inode inode = namespace.child(namespace.root(), name);
    if (inode == null) {
      throw new IOException("no such file: " + name);
    }
    return inode;
  }

  /** The file of that name, made if there is none, open for calls with user buffers. */
  public File file(String name) throws IOException {
    return new File(this, create(name));
  }

  /** A file that the caller has found, open for calls with user buffers. */
  public File file(Inode inode) {
    return new File(this, inode);
  }

  /** Makes metadata durable, and the data that has reached the device. */
  public void sync() throws IOException {
    journal.commit();
  }

  /** Every operation that changes something comes through here, and leaves. */
  void enterChange() throws IOException {
    journal.throttle();
    sbWriters.enter();
  }

  void leaveChange() {
    sbWriters.leave();
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
      for (Inode inode : inodes.all()) {
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
    for (Inode inode : inodes.withoutLocking()) {
      folios += inode.pageCache().size();
    }
    return folios >= limit;
  }

  /** The inodes without their list's lock, which reclaim must not wait for. */
  Iterable<Inode> cachedInodes() {
    return inodes.withoutLocking();
  }

  public long freeBlocks() {
    return allocGroup.free();
  }

  /** Blocks for data in all, free or not. */
  public long blocks() {
    return (long) layout.lastBlock() - layout.dataStart();
  }

  public int freeInodes() {
    return inodes.free();
  }

  public int inodes() {
    return layout.inodes();
  }

  /** Direct transfers in flight, and changes inside the freeze level. */
  public int inFlight() {
    int units = sbWriters.inside();
    for (Inode inode : cachedInodes()) {
      units += inode.dioCount().inFlight();
    }
    return units;
  }

  /** Waits for transfers in flight, writes everything back and stops the workers. */
  @Override
  public void close() throws IOException {
    transactions.close();
    for (Inode inode : inodes.all()) {
      inode.dioCount().await();
      Writeback.flush(this, inode, 0, Long.MAX_VALUE);
      journal.throttle(); // all of them at once may be more than the log holds
    }
    journal.commitAndCheckpoint();
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

  Journal journal() {
    return journal;
  }
}
