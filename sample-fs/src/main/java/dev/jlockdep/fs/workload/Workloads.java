package dev.jlockdep.fs.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All workloads by id, in the order of the specification. */
final class Workloads {
  /** Together what the correct filesystem must bear for any time without a finding. */
  static final List<String> SOAK = List.of("W1", "W2", "W5", "W7", "W9");
  private static final Map<String, Workload> ALL = new LinkedHashMap<>();

  static {
    add(
        "W1", "names in shared directories", 8, 0,
        (mounts, thread, random) -> new TreeLoad(mounts.tree(), thread, random));
    add(
        "W2", "all kinds of I/O on shared files", 8, 0,
        (mounts, thread, random) ->
            new MixedIo(
                mounts.extent(), MixedIo.CACHED_AND_DIRECT, mounts.space(), thread, random));
    add("W3", "direct I/O with mapped buffers", 4, 0, MappedBuffers::new);
    add("W4", "two files written from mappings of each other", 2, 0, Crosswise::new);
    add(
        "W5", "dropping caches and reclaim", 2, 100,
        (mounts, thread, random) ->
            thread == 0 ? () -> mounts.extent().dropCaches() : () -> mounts.extent().reclaim());
    add(
        "W6", "freeze and thaw", 1, 5,
        (mounts, thread, random) -> () -> {
          mounts.extent().freeze();
          mounts.extent().thaw();
          mounts.xfs().freeze();
          mounts.xfs().thaw();
        });
    add("W7", "rings", 4, 0, RingLoad::new);
    add(
        "W8", "cluster locks, two mounts of one device", 8, 1_000,
        (mounts, thread, random) ->
            new MixedIo(
                thread < 4 ? mounts.gfs() : mounts.gfsAgain(), MixedIo.CLUSTER, mounts.space(),
                thread, random));
    add(
        "W9", "persistent memory", 4, 0,
        (mounts, thread, random) ->
            new MixedIo(mounts.dax(), MixedIo.DAX, mounts.space(), thread, random));
    add("W10", "random pairs exchanged and cloned", 4, 500, Exchanges::new);
    add("W11", "a full, slow and failing device", 4, 500, FullDevice::new);
    add("W12", "mount, power failure and unmount", 1, 20, (mounts, thread, random) -> new Remounts(random));
    add(
        "W14", "walks and a watch of what W1 changes", 2, 100,
        (mounts, thread, random) -> new Watching(mounts.tree()));
  }

  private Workloads() {}

  private static void add(
      String id, String title, int threads, int perSecond, Workload.Maker maker) {
    ALL.put(id, new Workload(id, title, threads, perSecond, maker));
  }

  static Set<String> ids() {
    return ALL.keySet();
  }

  /** The workload of that id, or null. */
  static Workload get(String id) {
    return ALL.get(id);
  }
}
