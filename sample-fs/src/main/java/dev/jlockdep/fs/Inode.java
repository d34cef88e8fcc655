package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file, a directory or a symbolic link: its locks, its attributes and where its blocks are.
 *
 * <p>Lock order: sb_writers, i_rwsem, xattr_sem, mapping.invalidate_lock, ilock, alloc_group. The in-flight
 * count inode_dio is waited for under the first three; its units are begun under i_rwsem and ended
 * without it.
 */
public final class Inode {
  /** What an inode looks like on the device; type null: a free one. Times in nanoseconds. */
  record Image(
      int number, int generation, InodeType type, int mode, int uid, int gid, int links,
      int parent, long size, long accessed, long modified, long changed, long created,
      long xattrBlock, Map<String, byte[]> xattrs, String target, List<Extent> extents,
      List<Long> extentBlocks) {
    static Image free(int number, int generation) {
      return new Image(
          number, generation, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), "", List.of(),
          List.of());
    }
  }

  private final int number;
  private final int generation;
  private final InodeType type;
  private final RwSem iRwsem;
  private final RwSem invalidateLock = new RwSem("mapping.invalidate_lock", this);
  private final RwSem ilock = new RwSem("ilock", this);
  private final RwSem xattrSem = new RwSem("xattr_sem", this);
  private final EventCount dioCount;
  private final Glock glock;
  private volatile Glock.Holder holder;
  private final PageCache pageCache = new PageCache(this);
  private final DaxEntries daxEntries = new DaxEntries(this);
  private final RangeLock ranges = new RangeLock("extent_range", this);
  private final RangeLock dioRanges = new RangeLock("extent_dio", this);
  private final OrderedTree orderedTree = new OrderedTree(this);
  private final InodeBlocks blocks = new InodeBlocks(ilock, this::markDirty);
  private final DirtyInodes dirtyInodes;
  private final Watchers watchers;
  private final AtomicBoolean dirty = new AtomicBoolean();
  /** Those who have it open or are working on it; without links it goes with the last of them. */
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicBoolean evicted = new AtomicBoolean();
  private final Directory directory;
  private volatile long size; // written under ilock
  // attributes are written under ilock
  private volatile int mode;
  private volatile int uid;
  private volatile int gid;
  private volatile int links;
  /** Number of the directory that a directory is in. */
  private volatile int parent;
  private volatile long accessed;
  private volatile long modified;
  private volatile long changed;
  private volatile long created;
  private volatile String target = "";
  private final Map<String, byte[]> xattrs = new TreeMap<>(); // guarded by xattrSem and ilock
  private long xattrBlock; // guarded by ilock
  private final List<Long> extentBlocks = new ArrayList<>(); // guarded by ilock

  Inode(
      int number, int generation, InodeType type, Gates gates, DirtyInodes dirtyInodes,
      Watchers watchers) {
    this.number = number;
    this.generation = generation;
    this.type = type;
    this.dirtyInodes = dirtyInodes;
    this.watchers = watchers;
    this.iRwsem = new RwSem(type == InodeType.DIRECTORY ? "i_rwsem/dir" : "i_rwsem", this);
    this.dioCount = new EventCount("inode_dio", this, gates);
    this.glock = new Glock("glock_inode", this, dioCount);
    this.directory = type == InodeType.DIRECTORY ? new Directory() : null;
  }

  public int number() {
    return number;
  }

  /** Which of the inodes that have had this number. */
  public int generation() {
    return generation;
  }

  public InodeType type() {
    return type;
  }

  public long size() {
    return size;
  }

  /** Permission bits. */
  public int mode() {
    return mode;
  }

  public int uid() {
    return uid;
  }

  public int gid() {
    return gid;
  }

  /** Names of the file; of a directory, two and one for each directory in it. */
  public int links() {
    return links;
  }

  int parent() {
    return parent;
  }

  /** Last read, in nanoseconds since 1970; as the other times. */
  public long accessed() {
    return accessed;
  }

  public long modified() {
    return modified;
  }

  /** Last change of the file or its attributes. */
  public long changed() {
    return changed;
  }

  public long created() {
    return created;
  }

  /** Of a symbolic link. */
  public String target() {
    return target;
  }

  Directory directory() {
    return directory;
  }

  // ---- attributes ------------------------------------------------------------------------------

  /** Sets what a new inode starts with. */
  void born(int firstMode, User owner, int firstLinks, int in, String linkTarget) {
    change(
        () -> {
          long now = Clock.now();
          mode = firstMode;
          uid = owner.uid();
          gid = owner.gid();
          links = firstLinks;
          parent = in;
          target = linkTarget;
          accessed = now;
          modified = now;
          created = now;
        });
  }

  void addLinks(int more) {
    change(() -> links += more);
  }

  void movedTo(int directoryNumber) {
    change(() -> parent = directoryNumber);
  }

  /** Data or entries changed just now. */
  void touchModified() {
    change(() -> modified = Clock.now());
  }

  /** Was read just now. Written with the next change only, as the kernel's lazytime. */
  void touchAccessed() {
    accessed = Clock.now();
  }

  void setMode(int bits) {
    change(() -> mode = bits);
  }

  void setOwner(int newUid, int newGid) {
    change(
        () -> {
          uid = newUid;
          gid = newGid;
        });
  }

  /** Null leaves a time as it is. */
  void setTimes(Long newAccessed, Long newModified, Long newCreated) {
    change(
        () -> {
          accessed = newAccessed == null ? accessed : newAccessed;
          modified = newModified == null ? modified : newModified;
          created = newCreated == null ? created : newCreated;
        });
  }

  private void change(Runnable what) {
    ilock.lockWrite();
    try {
      what.run();
      changed = Clock.now();
      markDirty();
    } finally {
      ilock.unlockWrite();
    }
    watchers.changed(this);
  }

  /** Under ilock, so that the commit that takes the mark sees the change. */
  private void markDirty() {
    if (dirty.compareAndSet(false, true)) {
      dirtyInodes.add(this);
    }
  }

  void takeDirty() {
    dirty.set(false);
  }

  // ---- extended attributes ---------------------------------------------------------------------

  RwSem xattrSem() {
    return xattrSem;
  }

  /** Under xattr_sem. Its own array, or null. */
  byte[] xattr(String name) {
    return xattrs.get(name);
  }

  /** Under xattr_sem. */
  List<String> xattrNames() {
    return new ArrayList<>(xattrs.keySet());
  }

  /** Under xattr_sem exclusively. Null removes it. */
  void setXattr(String name, byte[] value, AllocGroup group) throws IOException {
    Map<String, byte[]> after = new TreeMap<>(xattrs);
    if (value == null) {
      after.remove(name);
    } else {
      after.put(name, value.clone());
    }
    if (!InodeCodec.fits(after)) {
      throw new IOException(
          "no space left for attribute \"" + name + "\": all of a file's must fit "
              + MetaBlock.PAYLOAD_BYTES + " bytes");
    }
    ilock.lockWrite();
    try {
      if (!after.isEmpty() && xattrBlock == 0) {
        xattrBlock = group.allocateMeta();
      }
      markDirty();
      if (after.isEmpty() && xattrBlock != 0) {
        group.releaseMeta(xattrBlock);
        xattrBlock = 0;
      }
      xattrs.clear();
      xattrs.putAll(after);
      changed = Clock.now();
    } finally {
      ilock.unlockWrite();
    }
    watchers.changed(this);
  }

  // ---- lifetime --------------------------------------------------------------------------------

  /** The file stays for as long as someone uses it, whatever happens to its names. */
  public void use() {
    users.incrementAndGet();
  }

  /** True for the last user of a file without a name: that one takes it away. */
  boolean unuse() {
    return users.decrementAndGet() == 0 && nobodyLeft();
  }

  /** True once: for whoever finds that no name and no user is left. */
  boolean nobodyLeft() {
    return links == 0 && users.get() == 0 && evicted.compareAndSet(false, true);
  }

  boolean evicted() {
    return evicted.get();
  }

  /** Gives all blocks back; what is on the device says from the next commit on that it is free. */
  void evict(AllocGroup group) {
    ilock.lockWrite();
    try {
      markDirty();
      for (Extent extent : blocks.map().remove(group, 0, Long.MAX_VALUE)) {
        release(group, extent);
      }
      extentBlocks.forEach(group::releaseMeta);
      extentBlocks.clear();
      if (xattrBlock != 0) {
        group.releaseMeta(xattrBlock);
        xattrBlock = 0;
      }
      size = 0;
    } finally {
      ilock.unlockWrite();
    }
  }

  private void release(AllocGroup group, Extent extent) {
    if (type == InodeType.DIRECTORY) {
      for (long at = 0; at < extent.count(); at++) {
        group.releaseMeta(extent.physical() + at);
      }
    } else {
      group.release(extent.physical(), extent.count());
    }
  }

  // ---- locks -----------------------------------------------------------------------------------

  /** Excludes writers of data and of the size. */
  public RwSem iRwsem() {
    return iRwsem;
  }

  /** Excludes those who load the cache while blocks are taken away. */
  public RwSem invalidateLock() {
    return invalidateLock;
  }

  /** Direct transfers in flight. */
  public EventCount dioCount() {
    return dioCount;
  }

  PageCache pageCache() {
    return pageCache;
  }

  /** The cluster's lock of this file, for the gfs personality. */
  Glock glock() {
    return glock;
  }

  /** Faulty: the hold that the last call put here. */
  Glock.Holder holder() {
    return holder;
  }

  void holder(Glock.Holder last) {
    holder = last;
  }

  /** What page tables show of the blocks, for the dax personality. */
  DaxEntries daxEntries() {
    return daxEntries;
  }

  /** Locks on ranges of blocks, for the extent personality. */
  RangeLock ranges() {
    return ranges;
  }

  /** Ranges that direct reads keep under {@link Fault#BT_DIO_BIT}; page faults never ask for them. */
  RangeLock dioRanges() {
    return dioRanges;
  }

  /** Data on its way to the device. */
  OrderedTree orderedTree() {
    return orderedTree;
  }

  void lockRange(SampleFs fs, long from, long to) {
    if (fs.personality() == Personality.EXTENT) {
      ranges.lock(from, to);
    }
  }

  void unlockRange(SampleFs fs, long from, long to) {
    if (fs.personality() == Personality.EXTENT) {
      ranges.unlock(from, to);
    }
  }

  void growTo(long end) {
    ilock.lockWrite();
    try {
      if (end > size) {
        size = end;
        markDirty();
      }
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Where they are. */
  InodeBlocks blocks() {
    return blocks;
  }

  /** Blocks with room reserved. */
  public int reserved() {
    return blocks.reserved();
  }

  /** Exchanges blocks and size with another file; both are locked against everything else. */
  void exchangeMapping(Inode other) {
    ilock.lockWrite();
    try {
      other.ilock.lockWriteNested(1);
      try {
        markDirty();
        other.markDirty();
        blocks.map().exchange(other.blocks.map());
        long mine = size;
        size = other.size;
        other.size = mine;
      } finally {
        other.ilock.unlockWrite();
      }
    } finally {
      ilock.unlockWrite();
    }
  }

  /** The size is what it is told from now on; the blocks beyond are the caller's to take away. */
  void setSize(long newSize) {
    ilock.lockWrite();
    try {
      size = newSize;
      modified = Clock.now();
      changed = modified;
      markDirty();
    } finally {
      ilock.unlockWrite();
    }
    watchers.changed(this);
  }

  /** A block for one more page of a directory. */
  void addPage(AllocGroup group, int page) throws IOException {
    ilock.lockWrite();
    try {
      blocks.map().insert(new Extent(page, group.allocateMeta(), 1, false));
      size = (page + 1L) * MetaBlock.BYTES;
      markDirty();
    } finally {
      ilock.unlockWrite();
    }
  }

  // ---- on the device ---------------------------------------------------------------------------

  /** What to write of it now, with blocks for all its extents. For the commit. */
  Image image(AllocGroup group) throws IOException {
    ilock.lockWrite();
    try {
      if (evicted.get()) {
        return Image.free(number, generation);
      }
      List<Extent> all = blocks.map().all();
      fitExtentBlocks(group, InodeCodec.extentBlocks(all.size()));
      return new Image(
          number, generation, type, mode, uid, gid, links, parent, size, accessed, modified,
          changed, created, xattrBlock, new TreeMap<>(xattrs), target, all,
          List.copyOf(extentBlocks));
    } finally {
      ilock.unlockWrite();
    }
  }

  private void fitExtentBlocks(AllocGroup group, int wanted) throws IOException {
    if (wanted > InodeCodec.EXTENT_BLOCKS_MAX) {
      throw new IOException(
          "inode " + number + " is in too many pieces: at most "
              + InodeCodec.EXTENT_BLOCKS_MAX * InodeCodec.EXTENTS_PER_BLOCK);
    }
    while (extentBlocks.size() < wanted) {
      extentBlocks.add(group.allocateMeta());
    }
    while (extentBlocks.size() > wanted) {
      group.releaseMeta(extentBlocks.remove(extentBlocks.size() - 1));
    }
  }

  /** Puts the changed pages of a directory where they are to be written. */
  void writePages(Layout layout, Map<Long, ByteBuffer> images) {
    directory
        .takeDirty()
        .stream()
        .forEach(
            page -> {
              long at = blocks.mapped(page, page + 1).get(0).physical();
              ByteBuffer block =
                  MetaBlock.make(MetaBlock.Kind.DIRECTORY, layout.fsId(), at);
              directory.write(page, block);
              images.put(at, MetaBlock.sealed(block));
            });
  }

  /** Puts in what was read from the device. */
  void load(Image image) throws CorruptImageException {
    ilock.lockWrite();
    try {
      loadLocked(image);
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Puts in what another mount has written, in place of what was known. */
  void reload(Image image, AllocGroup group) throws IOException {
    if (image == null || image.type() != type || image.generation() != generation) {
      throw new IOException("inode " + number + " is no longer the same file");
    }
    ilock.lockWrite();
    try {
      blocks.map().reset(group);
      extentBlocks.clear();
      xattrs.clear();
      loadLocked(image);
    } finally {
      ilock.unlockWrite();
    }
  }

  private void loadLocked(Image image) throws CorruptImageException {
    for (Extent extent : image.extents()) {
      if (!blocks.map().mapped(extent.logical(), extent.logicalEnd()).isEmpty()) {
        throw new CorruptImageException("inode " + number + ": extent over extent");
      }
      blocks.map().insert(extent);
    }
    extentBlocks.addAll(image.extentBlocks());
    size = image.size();
    mode = image.mode();
    uid = image.uid();
    gid = image.gid();
    links = image.links();
    parent = image.parent();
    accessed = image.accessed();
    modified = image.modified();
    changed = image.changed();
    created = image.created();
    target = image.target();
    xattrBlock = image.xattrBlock();
    xattrs.putAll(image.xattrs());
  }
}
