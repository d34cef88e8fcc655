package dev.jlockdep.fs.workload;

import dev.jlockdep.fs.AddressSpaceSim;
import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.Personality;
import dev.jlockdep.fs.SampleFs;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the workloads of one run share: a mount of each personality. Thread-safe. */
final class Mounts implements Closeable {
  static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final int DEVICE_BYTES = 64 << 20;
  private static final int SMALL_DEVICE_BYTES = 1 << 20;

  private final List<BlockDevice> devices = new ArrayList<>();
  private final SampleFs extent;
  private final SampleFs xfs;
  private final SampleFs small;
  private final SampleFs gfs;
  private final SampleFs dax;
  private final AddressSpaceSim space = new AddressSpaceSim();
  private final long blocks;

  Mounts() throws IOException {
    extent = mount(Personality.EXTENT, DEVICE_BYTES);
    xfs = mount(Personality.XFS, DEVICE_BYTES);
    small = mount(Personality.EXTENT, SMALL_DEVICE_BYTES);
    gfs = mount(Personality.GFS, DEVICE_BYTES);
    dax = mount(Personality.DAX, DEVICE_BYTES);
    blocks = blocks();
  }

  private SampleFs mount(Personality personality, int bytes) throws IOException {
    BlockDevice device =
        personality == Personality.DAX
            ? BlockDevice.persistentMemory(null, bytes)
            : BlockDevice.inMemory(bytes);
    devices.add(device);
    SampleFs.mkfs(device);
    return SampleFs.mount(device, Set.of(), new Gates(), personality);
  }

  SampleFs extent() {
    return extent;
  }

  SampleFs xfs() {
    return xfs;
  }

  SampleFs gfs() {
    return gfs;
  }

  SampleFs dax() {
    return dax;
  }

  /** Has far fewer blocks than its users want. */
  SampleFs small() {
    return small;
  }

  /** The memory of the one process that all workers belong to. */
  AddressSpaceSim space() {
    return space;
  }

  private List<SampleFs> all() {
    return List.of(extent, xfs, small, gfs, dax);
  }

  private long blocks() {
    return all().stream().mapToLong(fs -> fs.freeBlocks() + fs.mappedBlocks()).sum();
  }

  /** What is not as it was at the start, in words; empty when all is accounted for. */
  String unaccounted() {
    long now = blocks();
    int units = all().stream().mapToInt(SampleFs::inFlight).sum();
    if (now == blocks && units == 0) {
      return "";
    }
    return (now - blocks) + " blocks and " + units + " units in flight";
  }

  @Override
  public void close() throws IOException {
    for (SampleFs fs : all()) {
      fs.close();
    }
    for (BlockDevice device : devices) {
      device.close();
    }
  }
}
