package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Room for what is in the cache only: kept from the write on, given back when it is not needed. */
@Timeout(60)
class DelallocTest {
  private static final int BLOCK = 4096;
  private static final int DEVICE_BYTES = 2 << 20;

  /** What the cache took can be written, so a full device is told before and not by fsync. */
  @Test
  void aWriteThatDoesNotFitFailsAtOnce() throws IOException {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        File file = fs.file("data");
        int fits = (int) fs.freeBlocks();
        file.write(0, UserBuffer.heap(new byte[fits * BLOCK]));
        assertEquals(fits, file.inode().reserved());
        File second = fs.file("second");
        IOException full =
            assertThrows(IOException.class, () -> second.write(0, UserBuffer.heap(new byte[1])));
        assertTrue(full.getMessage().startsWith("no space left on device"), full::getMessage);
        file.fsync();
        assertEquals(0, file.inode().reserved());
      }
    }
  }

  @Test
  void roomIsGivenBack() throws IOException {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        File file = fs.file("data");
        file.write(0, UserBuffer.heap(new byte[4 * BLOCK]));
        file.write(0, UserBuffer.heap(new byte[4 * BLOCK]));
        assertEquals(4, file.inode().reserved(), "once for each block");
        file.punchHole(0, BLOCK);
        assertEquals(3, file.inode().reserved());
        file.truncate(2 * BLOCK);
        assertEquals(1, file.inode().reserved());
        int written = file.write(2 * BLOCK, UserBuffer.cutOff(new byte[3 * BLOCK], BLOCK + 1));
        assertEquals(BLOCK + 1, written);
        assertEquals(3, file.inode().reserved(), "of a short write what it wrote");
        assertEquals(0, file.dirtyWithoutRoom());
      }
    }
  }
}
