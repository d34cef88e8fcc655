package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is read when a filesystem is mounted, and checked while it is: whatever is wrong with an image
 * is found here, so that no operation comes across it later.
 *
 * @param replayed transactions of the journal that a crash had left to be put in place
 */
record Mounting(Layout layout, AllocGroup group, Journal journal, InodeTable inodes, int replayed) {

  static Mounting read(BlockDevice device, Gates gates) throws IOException {
    DeviceBlocks blocks = new DeviceBlocks(device);
    Layout layout = layout(device, blocks);
    Journal.Recovered recovered = Journal.recover(blocks, layout);
    AllocGroup group = new AllocGroup(layout.dataStart(), layout.lastBlock());
    Journal journal = new Journal(blocks, layout, group, recovered);
    InodeTable inodes = new InodeTable(layout, gates, journal.dirty(), journal);
    readTable(blocks, layout, group, inodes);
    for (Inode inode : inodes.all()) {
      if (inode.type() == InodeType.DIRECTORY) {
        readEntries(blocks, layout, inode);
      }
    }
    checkNames(inodes);
    return new Mounting(layout, group, journal, inodes, recovered.replayed());
  }

  private static Layout layout(BlockDevice device, DeviceBlocks blocks) throws IOException {
    long last = device.sizeBytes() / MetaBlock.BYTES - 1;
    if (last < 1) {
      throw new CorruptImageException("the device has " + device.sizeBytes() + " bytes only");
    }
    try {
      return Layout.read(blocks.read(0), 0, device.sizeBytes());
    } catch (CorruptImageException first) {
      try {
        return Layout.read(blocks.read(last), last, device.sizeBytes());
      } catch (CorruptImageException second) {
        throw first;
      }
    }
  }

  private static void readTable(
      DeviceBlocks blocks, Layout layout, AllocGroup group, InodeTable inodes)
      throws IOException {
    blocks.each(
        layout.inodeStart(),
        layout.dataStart(),
        (at, block) -> {
          int number = (int) (at - layout.inodeStart()) + 1;
          Inode.Image image = InodeCodec.read(layout, number, block, blocks::read);
          if (image == null) {
            return;
          }
          if (image.type() == null) {
            inodes.loadFree(number, image.generation());
            return;
          }
          claim(group, image);
          inodes.load(image);
        });
    group.allClaimed();
  }

  private static void claim(AllocGroup group, Inode.Image image) throws IOException {
    for (Extent extent : image.extents()) {
      if (extent.logical() < 0 || extent.count() < 1
          || extent.logical() > Long.MAX_VALUE / MetaBlock.BYTES - extent.count()) {
        throw new CorruptImageException("inode " + image.number() + " has " + extent);
      }
      if (extent.shared() && image.type() == InodeType.FILE && !extent.unwritten()) {
        group.claimShared(extent.physical(), extent.count());
      } else {
        group.claim(extent.physical(), extent.count());
      }
    }
    for (long at : image.extentBlocks()) {
      group.claim(at, 1);
    }
    if (image.xattrBlock() != 0) {
      group.claim(image.xattrBlock(), 1);
    }
  }

  private static void readEntries(DeviceBlocks blocks, Layout layout, Inode dir)
      throws IOException {
    int page = 0;
    for (Extent extent : dir.blocks().extents()) {
      for (long i = 0; i < extent.count(); i++) {
        if (extent.logical() + i != page++) {
          throw new CorruptImageException("a page of directory " + dir.number() + " is missing");
        }
        long at = extent.physical() + i;
        try {
          dir.directory()
              .load(
                  MetaBlock.open(
                      blocks.read(at), MetaBlock.Kind.DIRECTORY, layout.fsId(), at));
        } catch (BufferUnderflowException e) {
          throw new CorruptImageException("directory " + dir.number() + " ends too early", e);
        }
      }
    }
  }

  /** Every name leads to an inode of its type, every directory hangs together, links are counted. */
  private static void checkNames(InodeTable inodes) throws CorruptImageException {
    Map<Integer, Integer> links = new HashMap<>();
    Inode root = inodes.find(InodeTable.ROOT);
    if (root == null || root.type() != InodeType.DIRECTORY) {
      throw new CorruptImageException("there is no root directory");
    }
    Set<Integer> seen = new HashSet<>();
    for (Inode dir : inodes.all()) {
      if (dir.type() == InodeType.DIRECTORY) {
        countLinks(inodes, dir, links, seen);
      }
    }
    for (Inode inode : inodes.all()) {
      int expected = links.getOrDefault(inode.number(), 0);
      boolean directory = inode.type() == InodeType.DIRECTORY;
      boolean named = inode == root || expected > 0;
      if (directory && named && inode.links() != 0) {
        expected += subdirectories(inode) + (inode == root ? 2 : 1);
      }
      if (inode.links() != expected) {
        throw new CorruptImageException(
            "inode " + inode.number() + " counts " + inode.links() + " links, there are "
                + expected);
      }
      if (directory) {
        checkReachesRoot(inodes, inode);
      }
    }
  }

  private static void countLinks(
      InodeTable inodes, Inode dir, Map<Integer, Integer> links, Set<Integer> directories)
      throws CorruptImageException {
    for (String name : dir.directory().names()) {
      Directory.Entry entry = dir.directory().find(name);
      Inode inode = inodes.find(entry.inode());
      if (inode == null || inode.type() != entry.type()) {
        throw new CorruptImageException(
            "name \"" + name + "\" leads to inode " + entry.inode() + ", which is no "
                + entry.type());
      }
      if (entry.type() == InodeType.DIRECTORY
          && (!directories.add(entry.inode()) || inode.parent() != dir.number()
              || entry.inode() == InodeTable.ROOT)) {
        throw new CorruptImageException(
            "directory " + entry.inode() + " is not only in directory " + dir.number());
      }
      links.merge(entry.inode(), 1, Integer::sum);
    }
  }

  private static int subdirectories(Inode dir) {
    int count = 0;
    for (String name : dir.directory().names()) {
      count += dir.directory().find(name).type() == InodeType.DIRECTORY ? 1 : 0;
    }
    return count;
  }

  private static void checkReachesRoot(InodeTable inodes, Inode dir) throws CorruptImageException {
    Set<Integer> seen = new HashSet<>();
    for (Inode at = dir; at.number() != InodeTable.ROOT && at.links() > 0; ) {
      if (!seen.add(at.number())) {
        throw new CorruptImageException("directory " + dir.number() + " is inside itself");
      }
      at = inodes.find(at.parent());
      if (at == null || at.type() != InodeType.DIRECTORY) {
        throw new CorruptImageException("directory " + dir.number() + " is in no directory");
      }
    }
  }
}
