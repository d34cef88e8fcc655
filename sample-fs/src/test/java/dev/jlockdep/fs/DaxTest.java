package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files on persistent memory: what a power failure leaves, and what mappings show. */
@Timeout(60)
class DaxTest {
  private static final int BLOCK = 4096;
  private static final int DEVICE_BYTES = 2 << 20;

  @Test
  void aStoreIsDurableAfterFsyncAndNotBefore() throws IOException {
    try (BlockDevice device = BlockDevice.persistentMemory(null, DEVICE_BYTES);
        SampleFs fs = mounted(device)) {
      File file = fs.file("data");
      file.write(0, UserBuffer.heap(new byte[BLOCK]));
      MappedRegion map = new AddressSpaceSim().map(fs, file.inode(), 0, 1);
      for (byte value = 1; value <= 2; value++) {
        map.put(7, value);
        assertEquals(value - 1, survives(device, file)[7], "before fsync");
        file.fsync();
        assertEquals(value, survives(device, file)[7], "after fsync");
      }
    }
  }

  private static SampleFs mounted(BlockDevice device) throws IOException {
    SampleFs.mkfs(device);
    return SampleFs.mount(device, Set.of(), new Gates(), Personality.DAX);
  }

  private static byte[] survives(BlockDevice device, File file) {
    long physical = file.inode().blocks().mapped(0, 1).get(0).physical();
    return device.survives(physical * BLOCK, BLOCK);
  }

  @Test
  void aWriteIsDurableAtOnceAndSeenThroughMappings() throws IOException {
    try (BlockDevice device = BlockDevice.persistentMemory(null, DEVICE_BYTES);
        SampleFs fs = mounted(device)) {
      File file = fs.file("data");
      file.truncate(BLOCK);
      MappedRegion map = new AddressSpaceSim().map(fs, file.inode(), 0, 1);
      assertEquals(0, map.get(3));
      file.write(3, UserBuffer.heap(new byte[] {9}));
      assertEquals(9, map.get(3));
      assertEquals(9, survives(device, file)[3]);
      file.truncate(2);
      file.truncate(BLOCK);
      assertEquals(0, map.get(3), "what was cut off came back");
      assertEquals(0, file.incoherentMappings());
    }
  }

  @Test
  void theMediaIsAFile(@TempDir Path folder) throws IOException {
    Path media = folder.resolve("pmem.img");
    try (BlockDevice device = BlockDevice.persistentMemory(media, DEVICE_BYTES)) {
      try (SampleFs fs = mounted(device)) {
        fs.file("data").write(0, UserBuffer.heap(new byte[] {1, 2, 3}));
      }
    }
    try (BlockDevice device = BlockDevice.persistentMemory(media, DEVICE_BYTES);
        SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), Personality.DAX)) {
      byte[] found = new byte[3];
      assertEquals(3, fs.file("data").read(0, UserBuffer.heap(found)));
      assertEquals(2, found[1]);
    }
  }

  @Test
  void anotherDeviceIsRefused() throws IOException {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs fs = mounted(device);
      File file = fs.file("data");
      assertThrows(
          IllegalStateException.class, () -> file.write(0, UserBuffer.heap(new byte[1])));
    }
  }
}
