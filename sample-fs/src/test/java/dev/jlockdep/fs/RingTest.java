package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rings, asynchronous I/O and the calls that wait for them. */
@Timeout(60)
class RingTest {
  private static final int BLOCK = 4096;
  private BlockDevice device;
  private SampleFs fs;
  private Gates gates;
  private Inode file;

  @BeforeEach
  void mount() throws IOException {
    mount(Set.of());
  }

  private void mount(Set<Fault> faults) throws IOException {
    device = BlockDevice.inMemory(4 << 20);
    SampleFs.mkfs(device);
    gates = new Gates();
    fs = SampleFs.mount(device, faults, gates);
    file = fs.create("file");
    Vfs.writeDirect(fs, file, 0, filled(4 * BLOCK, 1));
  }

  @AfterEach
  void unmount() throws IOException {
    assertEquals(0, file.dioCount().inFlight());
    assertEquals(0, fs.sbWriters().inside());
    fs.close();
    device.close();
  }

  @Test
  void everyOperationCompletes() throws Exception {
    try (Ring ring = Ring.create(fs)) {
      ring.register(file);
      ByteBuffer back = ByteBuffer.allocate(BLOCK);
      ring.submit(
          Sqe.write(file, 0, filled(BLOCK, 7), 1).withLink(),
          Sqe.fsync(file, 2).withLink(),
          Sqe.read(null, 0, back, 3).onFixed(0),
          Sqe.nop(4),
          Sqe.fallocate(file, 0, 8 * BLOCK, 5).withDrain(),
          Sqe.write(file, BLOCK, filled(BLOCK, 8), 6).withDsync(),
          Sqe.write(file, 2 * BLOCK, filled(BLOCK, 9), 7).withAsync());
      for (int i = 0; i < 7; i++) {
        Cqe cqe = ring.waitCqe();
        assertNull(cqe.failure(), cqe.toString());
      }
      assertEquals(0, ring.pending());
      assertEquals(7, back.get(0), "the read was linked behind the write");
      assertEquals(8 * BLOCK, file.size());
      assertEquals(8, block(1)[0]);
      assertEquals(9, block(2)[0]);
    }
  }

  /** The device holds the first write back: nothing that is linked or drained may overtake it. */
  @Test
  void linkedAndDrainedRequestsWaitForThoseBefore() throws Exception {
    CountDownLatch device = new CountDownLatch(1);
    gates.at(Gates.DEVICE_BEFORE_COMPLETE, () -> Waits.uninterruptibly(device));
    try (Ring ring = Ring.create(fs)) {
      ring.submit(
          Sqe.write(file, 0, filled(BLOCK, 2), 1).withLink(),
          Sqe.nop(2),
          Sqe.nop(3),
          Sqe.nop(4).withDrain(),
          Sqe.nop(5));
      assertEquals(3, ring.waitCqe().userData(), "neither linked nor drained");
      device.countDown();
      List<Long> order = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        order.add(ring.waitCqe().userData());
      }
      assertEquals(List.of(1L, 2L, 4L, 5L), order);
    }
  }

  @Test
  void aFailureCancelsWhatIsLinkedBehindIt() throws Exception {
    try (Ring ring = Ring.create(fs)) {
      ring.submit(
          Sqe.fallocate(file, 0, 1L << 40, 1).withLink(), Sqe.nop(2).withLink(), Sqe.nop(3));
      assertTrue(ring.waitCqe().failure().getMessage().startsWith("no space left"));
      for (long id = 2; id <= 3; id++) {
        Cqe cancelled = ring.waitCqe();
        assertEquals(id, cancelled.userData());
        assertTrue(cancelled.failure().getMessage().startsWith("cancelled"), cancelled.toString());
      }
      assertEquals(0, ring.pending());
    }
  }

  @Test
  void closeWaitsForWhatIsInFlight() throws Exception {
    Ring ring = Ring.create(fs);
    for (int i = 0; i < 16; i++) {
      ring.submit(Sqe.write(file, (i % 4) * BLOCK, filled(BLOCK, i), i));
    }
    ring.close();
    assertEquals(0, ring.pending());
    assertEquals(0, file.dioCount().inFlight());
  }

  /** Sectors anywhere, also past the end and into holes, against an array. */
  @Test
  void sectorsAreWrittenInPlace() throws IOException {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("RingTest seed " + seed + " (replay with -Dsamplefs.seed)");
    Random random = new Random(seed);
    byte[] model = new byte[16 * BLOCK];
    Arrays.fill(model, 0, 4 * BLOCK, (byte) 1);
    int size = 4 * BLOCK;
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(15 * 8) * 512;
      byte[] bytes = new byte[(1 + random.nextInt(7)) * 512];
      random.nextBytes(bytes);
      assertEquals(bytes.length, Vfs.writeDirect(fs, file, at, ByteBuffer.wrap(bytes)));
      System.arraycopy(bytes, 0, model, at, bytes.length);
      size = Math.max(size, at + bytes.length);
    }
    assertEquals(size, file.size());
    byte[] found = new byte[size];
    assertEquals(size, new File(fs, file).read(0, UserBuffer.heap(found)));
    assertArrayEquals(Arrays.copyOf(model, size), found, "seed " + seed);
  }

  /** What is written past the cache is seen through it, and the other way round. */
  @Test
  void ringAndCacheAgree() throws Exception {
    File cached = new File(fs, file);
    byte[] read = new byte[BLOCK];
    cached.read(0, UserBuffer.heap(read)); // now it is in the cache
    try (Ring ring = Ring.create(fs)) {
      ring.submitWrite(file, 0, filled(BLOCK, 5), 1);
      assertNull(ring.waitCqe().failure());
      cached.read(0, UserBuffer.heap(read));
      assertEquals(5, read[0]);
      Arrays.fill(read, (byte) 6);
      cached.write(0, UserBuffer.heap(read)); // dirty in the cache only
      ByteBuffer back = ByteBuffer.allocate(BLOCK);
      ring.submitRead(file, 0, back, 2);
      assertNull(ring.waitCqe().failure());
      assertEquals(6, back.get(0));
    }
  }

  @Test
  void exchangeSwapsAllOfTwoFiles() throws IOException {
    Inode other = fs.create("other");
    long free = fs.freeBlocks();
    Vfs.exchange(fs, file, other);
    assertEquals(0, file.size());
    assertEquals(4 * BLOCK, other.size());
    byte[] found = new byte[4 * BLOCK];
    new File(fs, other).read(0, UserBuffer.heap(found));
    assertEquals(1, found[3 * BLOCK]);
    assertEquals(free, fs.freeBlocks());
    assertThrows(IllegalArgumentException.class, () -> Vfs.exchange(fs, file, file));
  }

  @Test
  void aioCompletesWhatItStartsAndWhatItCannotStart() throws Exception {
    Aio aio = Aio.create(fs);
    aio.submitWrite(file, 0, filled(BLOCK, 3), 1);
    aio.submitWrite(file, 4 * BLOCK, filled(BLOCK, 4), 2); // has to allocate
    Set<Long> ids = Set.of(aio.getEvent().userData(), aio.getEvent().userData());
    assertEquals(Set.of(1L, 2L), ids);
    assertEquals(3, block(0)[0]);
    assertEquals(4, block(4)[0]);
  }

  /** U5: nothing has changed when the call starts again, and it ends. */
  @Test
  void fallocateRestartsForTheOwnersWork() throws Exception {
    fs.close();
    device.close();
    mount(EnumSet.of(Fault.UR_CALLER_COMPLETION, Fault.UR_INTERRUPTIBLE_WAIT));
    CountDownLatch completed = new CountDownLatch(1);
    gates.at(Gates.RING_TASK_WORK_QUEUED, completed::countDown);
    CountDownLatch returned = new CountDownLatch(1);
    gates.at(Gates.DEVICE_BEFORE_COMPLETE, () -> Waits.uninterruptibly(returned));
    long free = fs.freeBlocks();
    long[] seen = {-1, -1};
    gates.at(
        Gates.DIO_BEFORE_END, // on this thread, between two tries
        () -> {
          seen[0] = file.size();
          seen[1] = fs.freeBlocks();
        });
    Ring ring = Ring.create(fs);
    ring.submitWrite(file, 0, filled(BLOCK, 2), 1);
    returned.countDown();
    Waits.uninterruptibly(completed);
    Vfs.fallocate(fs, file, 0, 8 * BLOCK);
    assertArrayEquals(new long[] {4 * BLOCK, free}, seen, "no partial effect");
    assertEquals(8 * BLOCK, file.size());
    assertNotNull(ring.waitCqe());
  }

  private byte[] block(int index) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(BLOCK);
    Vfs.readDirect(fs, file, (long) index * BLOCK, into);
    return into.array();
  }

  private static ByteBuffer filled(int bytes, int value) {
    byte[] array = new byte[bytes];
    Arrays.fill(array, (byte) value);
    return ByteBuffer.wrap(array);
  }
}
