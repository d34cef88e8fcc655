package dev.jlockdep.fs.workload;

import dev.jlockdep.fs.AddressSpaceSim;
import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Fsck;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.Personality;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Trouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the workloads of one run share: a mount of each personality. Thread-safe. */
final class Mounts {
  static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final int DEVICE_BYTES = 64 << 20;
  private static final int SMALL_DEVICE_BYTES = 1 << 20;
  private static final int TROUBLE_ONE_IN = 50;
  private static final long LATENCY_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final List<BlockDevice> devices = new ArrayList<>();
  private final List<SampleFs> mounted = new ArrayList<>();
  private final SampleFs extent;
  private final SampleFs xfs;
  private final SampleFs small;
  private final SampleFs gfs;
  private final SampleFs gfsAgain;
  private final SampleFs dax;
  private final Trouble trouble;
  private final AddressSpaceSim space = new AddressSpaceSim();
  private final Path tree;

  Mounts(long seed) throws IOException {
    trouble = new Trouble(seed, TROUBLE_ONE_IN, LATENCY_NANOS);
    extent = mount(Personality.EXTENT, DEVICE_BYTES);
    xfs = mount(Personality.XFS, DEVICE_BYTES);
    small = mount(Personality.EXTENT, BlockDevice.inMemory(SMALL_DEVICE_BYTES, trouble));
    trouble.begin();
    gfs = mount(Personality.GFS, DEVICE_BYTES);
    gfsAgain = gfs.mountAgain(Set.of(), new Gates());
    dax = mount(Personality.DAX, DEVICE_BYTES);
    tree =
        FileSystems.newFileSystem(URI.create("samplefs://soak" + System.nanoTime()), Map.of())
            .getPath("/");
  }

  private SampleFs mount(Personality personality, int bytes) throws IOException {
    return mount(
        personality,
        personality == Personality.DAX
            ? BlockDevice.persistentMemory(null, bytes)
            : BlockDevice.inMemory(bytes));
  }

  private SampleFs mount(Personality personality, BlockDevice device) throws IOException {
    devices.add(device);
    SampleFs.mkfs(device);
    SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality);
    mounted.add(fs);
    return fs;
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

  /** The device of {@link #gfs} as another node of the cluster has it. */
  SampleFs gfsAgain() {
    return gfsAgain;
  }

  SampleFs dax() {
    return dax;
  }

  /** Has far fewer blocks than its users want, and fails now and then. */
  SampleFs small() {
    return small;
  }

  /** The root of a filesystem that is reached through java.nio.file. */
  Path tree() {
    return tree;
  }

  /** The memory of the one process that all workers belong to. */
  AddressSpaceSim space() {
    return space;
  }

  private List<SampleFs> all() {
    return List.of(extent, xfs, small, gfs, dax);
  }

  /**
   * Unmounts, and compares what was free then with what the devices say, block by block. What does not
   * agree, in words; empty when all is accounted for.
   */
  String unmount() throws IOException {
    trouble.end(); // what is dirty has to get there, or it would be accounted as lost
    StringBuilder wrong = new StringBuilder();
    if (gfsAgain.inFlight() != 0) {
      wrong.append("the second mount has ").append(gfsAgain.inFlight()).append(" units in flight; ");
    }
    gfsAgain.close();
    for (int i = 0; i < mounted.size(); i++) {
      SampleFs fs = mounted.get(i);
      int units = fs.inFlight();
      fs.close();
      long free = fs.freeBlocks();
      Fsck.Report report = Fsck.check(devices.get(i));
      devices.get(i).close();
      if (units != 0 || report.freeBlocks() != free || !report.clean()) {
        wrong.append("mount ").append(i).append(": ").append(units).append(" units in flight, ");
        wrong.append(free).append(" blocks free and on the device ").append(report).append("; ");
      }
    }
    tree.getFileSystem().close();
    return wrong.toString();
  }
}
