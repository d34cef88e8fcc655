package dev.jlockdep.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks an image that is not mounted, without changing it: the journal is replayed in memory, all
 * metadata is read and compared with itself, and all data is read once.
 */
public final class Fsck {
  private Fsck() {}

  /**
   * What a check found.
   *
   * @param sharedBlocks blocks that several extents have, each of which says that it may share them
   */
  public record Report(
      int transactions, int inodes, long freeBlocks, int sharedBlocks, List<String> problems) {
    public boolean clean() {
      return problems.isEmpty();
    }
  }

  public static Report check(BlockDevice device) throws IOException {
    List<String> problems = new ArrayList<>();
    try (BlockDevice view = BlockDevice.on(new OverlayStorage(device))) {
      Mounting mounting = Mounting.read(view, new Gates());
      for (Inode inode : mounting.inodes().all()) {
        checkData(inode, new DeviceBlocks(view), problems);
      }
      return new Report(
          mounting.replayed(), mounting.inodes().all().size(), mounting.group().free(),
          mounting.group().shared(), problems);
    } catch (CorruptImageException e) {
      problems.add(e.getMessage());
      return new Report(0, 0, 0, 0, problems);
    }
  }

  private static void checkData(Inode inode, DeviceBlocks blocks, List<String> problems) {
    for (Extent extent : inode.blocks().extents()) {
      try {
        blocks.each(extent.physical(), extent.physical() + extent.count(), (at, block) -> {});
      } catch (IOException e) {
        problems.add("inode " + inode.number() + ": " + extent + " cannot be read: " + e);
      }
    }
  }
}
