package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transfers that fail: the caller is told, nothing that was safe is lost, no lock stays behind. */
@Timeout(60)
class FaultyDeviceTest {
  private static final int DEVICE_BYTES = 4 << 20;
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {4, 5, 6};

  private final FaultyStorage storage = new FaultyStorage(Storage.memory(DEVICE_BYTES));

  /** A mounted filesystem with one file whose bytes are safe. */
  private interface Body {
    void run(BlockDevice device, SampleFs fs, File file) throws IOException;
  }

  private void with(Body body) throws IOException {
    try (BlockDevice device = BlockDevice.on(storage)) {
      SampleFs.mkfs(device);
      SampleFs fs = SampleFs.mount(device);
      File file = fs.file("file");
      file.write(0, UserBuffer.heap(OLD));
      file.fsync();
      body.run(device, fs, file);
    }
  }

  private static void fail(Bio.Op failing, Bio.Op op, boolean here) throws IOException {
    if (op == failing && here) {
      throw new IOException("the medium is bad");
    }
  }

  private static byte[] read(File file) throws IOException {
    byte[] found = new byte[(int) file.size()];
    file.read(0, UserBuffer.heap(found));
    return found;
  }

  @Test
  void aReadThatFailedCanBeTriedAgain() throws IOException {
    with(
        (device, fs, file) -> {
          fs.dropCaches();
          storage.rule((op, at) -> fail(Bio.Op.READ, op, true));
          IOException failed = assertThrows(IOException.class, () -> read(file));
          assertEquals("the medium is bad", failed.getMessage());
          storage.rule((op, at) -> {});
          assertArrayEquals(OLD, read(file));
          fs.close();
        });
  }

  @Test
  void dataThatCouldNotBeWrittenStaysDirty() throws IOException {
    with(
        (device, fs, file) -> {
          file.write(0, UserBuffer.heap(NEW));
          long data = file.inode().blocks().extents().get(0).physical() * BLOCK;
          storage.rule((op, at) -> fail(Bio.Op.WRITE, op, at == data));
          assertThrows(IOException.class, file::fsync);
          fs.dropCaches();
          assertArrayEquals(NEW, read(file), "still in the cache");
          storage.rule((op, at) -> {});
          file.fsync();
          fs.close();
          try (SampleFs again = SampleFs.mount(device)) {
            assertArrayEquals(NEW, read(again.file("file")));
          }
        });
  }

  /** Half a transaction may be in the log: nothing may be written after it. */
  @Test
  void aJournalThatFailedEndsAllChanges() throws IOException {
    with(
        (device, fs, file) -> {
          Inode root = fs.namespace().root();
          fs.namespace().create(root, "lost", 0644);
          storage.rule((op, at) -> fail(Bio.Op.WRITE, op, true));
          assertThrows(IOException.class, fs::sync);
          storage.rule((op, at) -> {});
          IOException refused =
              assertThrows(
                  IOException.class, () -> fs.namespace().create(root, "refused", 0644));
          assertTrue(
              refused.getMessage().startsWith("the journal has failed"), refused.getMessage());
          assertThrows(IOException.class, fs::sync);
          assertArrayEquals(OLD, read(file), "reads go on");
          try (SampleFs again = SampleFs.mount(device)) {
            assertArrayEquals(OLD, read(again.file("file")));
            assertEquals(
                List.of("file"), again.namespace().list(again.namespace().root()));
          }
        });
  }
}
