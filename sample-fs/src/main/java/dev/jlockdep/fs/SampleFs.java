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
  private final Cluster cluster;
  /** The mount of the same device that was there before; null for the first. */
  private final SampleFs first;
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
    this.cluster = new Cluster(this);
    this.first = null;
  }

  /** A second mount: its own locks, cache and inodes; the device, its free blocks and its journal shared. */
  private SampleFs(SampleFs first, Set<Fault> faults, Gates gates) {
    this.personality = first.personality;
    this.user = first.user;
    this.device = first.device;
    this.allocGroup = first.allocGroup;
    this.layout = first.layout;
    this.journal = first.journal;
    this.inodes = new InodeTable(layout, gates, journal.dirty(), this);
    this.faults = Set.copyOf(faults);
    this.gates = gates;
    this.namespace = null;
    this.cluster = first.cluster;
    this.first = first;
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
    if (personality == Personality.DAX && mounting.group().shared() > 0) {
      throw new IOException(
          "the image has " + mounting.group().shared()
              + " shared blocks, and the dax personality writes in place: mount it as another one "
              + "and unshare the files");
    }
    SampleFs fs = new SampleFs(device, mounting, faults, gates, personality, user);
    for (Inode inode : fs.inodes.all()) {
      if (inode.nobodyLeft()) {
        fs.namespace.evict(inode);
      }
    }
    device.gates(gates);
    return fs;
  }

  /**
   * Mounts the device of this mount a second time, as another node of a cluster would: personality gfs
   * only. Files are the same on both; what one has in its cache is written back and forgotten when the
   * other one asks for it. Names are this mount's: the second one makes files, and does not take them
   * away; and no file loses its name or gets another while there are two. It has to be closed first.
   */
  public SampleFs mountAgain(Set<Fault> faultsOfIt, Gates gatesOfIt) {
    if (personality != Personality.GFS || first != null) {
      throw new IllegalStateException(
          "a second mount of " + personality + (first != null ? ", itself a second one" : "")
              + ": only the first of personality GFS can be mounted again");
    }
    SampleFs second = new SampleFs(this, faultsOfIt, gatesOfIt);
    cluster.join(second);
    return second;
  }

  /** Whom all that is done here is done for. */
  public User user() {
    return user;
  }

  /** Directories, and the names in them. Of the first mount only. */
  public Namespace namespace() {
    if (first != null) {
      throw new UnsupportedOperationException("names are those of the first mount");
    }
    return namespace;
  }

  /** The file of that name in the root directory, made if there is none. To be {@link #put} back. */
  public Inode create(String name) throws IOException {
    if (first != null) {
      return cluster.onSecond(inodes, first.create(name));
    }
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

  /** The file of that name in the root directory. To be {@link #put} back. */
  public Inode open(String name) throws IOException {
    if (first != null) {
      return cluster.onSecond(inodes, first.open(name));
    }
    Inode inode = namespace.child(namespace.root(), name);
    if (inode == null) {
      throw new IOException("no such file: " + name);
    }
    return inode;
  }

  /** The caller is done with a file that {@link #create} or {@link #open} gave it. */
  public void put(Inode inode) {
    if (first == null) {
      namespace.put(inode);
    } else {
      first.namespace.put(first.inode(inode.number()));
    }
  }

  /** The file of that name, made if there is none, open for calls with user buffers until closed. */
  public File file(String name) throws IOException {
    return new File(this, create(name), true);
  }

  /** A file that the caller has found and uses, open for calls with user buffers. */
  public File file(Inode inode) {
    return new File(this, inode);
  }

  /** Tells of every change from now on, until {@link #unwatch}. */
  public void watch(Watcher watcher) {
    inodes.watchers().add(watcher);
  }

  public void unwatch(Watcher watcher) {
    inodes.watchers().remove(watcher);
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
    cluster.requireAlone("freeze");
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

  /** Null when there is none of that number. */
  Inode inode(int number) {
    return inodes.find(number);
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
    if (first == null) {
      cluster.requireAlone("unmount of the first");
    }
    transactions.close();
    for (Inode inode : inodes.all()) {
      inode.dioCount().await();
      Writeback.flush(this, inode, 0, Long.MAX_VALUE);
      inode.blocks().dropCopies(allocGroup);
      if (first != null) {
        cluster.giveBack(inode);
      }
      journal.throttle(); // all of them at once may be more than the log holds
    }
    if (first == null) {
      journal.commitAndCheckpoint();
      cluster.close();
    } else {
      cluster.left();
    }
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

  /** Whose way of locking it follows. */
  public Personality personality() {
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
