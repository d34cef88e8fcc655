package dev.jlockdep.fs.workload;

import static dev.jlockdep.fs.workload.Mounts.BLOCK;

import dev.jlockdep.fs.Cqe;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.Ring;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Sqe;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * W7: a ring with up to 32 requests in flight, on a file of its owner, whose data is checked, and on
 * one that all owners write, and that all of them wait for by calls of their own.
 */
final class RingLoad implements Worker {
  private static final int DEPTH = 32;
  private static final int BLOCKS = 64;
  private static final int SECTOR = 512;

  private final SampleFs fs;
  private final Random random;
  private final Ring ring;
  private final Inode own;
  private final Inode shared;
  private final Region region = new Region(0, BLOCKS * BLOCK);
  /** Requests in flight on blocks of the own file, by their number. */
  private final Map<Long, Request> inFlight = new HashMap<>();
  private final boolean[] busy = new boolean[BLOCKS];
  private long number;

  /** @param read what is being read, or null */
  private record Request(int block, ByteBuffer read) {}

  RingLoad(Mounts mounts, int thread, Random random) throws IOException {
    this.fs = mounts.xfs();
    this.random = random;
    this.own = fs.create("ring" + thread);
    this.shared = fs.create("ring-shared");
    Vfs.writeDirect(fs, own, 0, ByteBuffer.allocate(BLOCKS * BLOCK));
    this.ring = Ring.create(fs);
    ring.register(own, shared);
  }

  @Override
  public void step() throws Exception {
    while (ring.pending() >= DEPTH) {
      complete();
    }
    int kind = random.nextInt(20);
    if (kind < 10) {
      write();
    } else if (kind < 14) {
      read();
    } else if (kind < 16) {
      ring.submit(Sqe.fsync(random.nextBoolean() ? own : shared, -1));
    } else if (kind < 17) {
      ring.submit(Sqe.fallocate(shared, random.nextInt(BLOCKS) * BLOCK, BLOCK, -1));
    } else if (kind < 18) {
      onShared();
    } else if (kind < 19) {
      Vfs.fallocate(fs, random.nextBoolean() ? own : shared, 0, BLOCKS * BLOCK);
    } else {
      ByteBuffer into = ByteBuffer.allocate(BLOCK);
      Vfs.readDirect(fs, shared, random.nextInt(BLOCKS) * BLOCK, into);
    }
  }

  private void write() {
    int block = random.nextInt(BLOCKS);
    if (busy[block]) {
      return;
    }
    byte[] bytes = new byte[random.nextInt(8) == 0 ? SECTOR : BLOCK];
    random.nextBytes(bytes);
    region.written(block * BLOCK, bytes);
    Sqe sqe = Sqe.write(own, block * BLOCK, ByteBuffer.wrap(bytes), started(block, null));
    ring.submit(random.nextInt(16) == 0 ? sqe.withDsync() : sqe);
  }

  private void read() {
    int block = random.nextInt(BLOCKS);
    if (busy[block]) {
      return;
    }
    ByteBuffer into = ByteBuffer.allocate(BLOCK);
    ring.submit(Sqe.read(null, block * BLOCK, into, started(block, into)).onFixed(0));
  }

  private void onShared() {
    ByteBuffer data = ByteBuffer.allocate(BLOCK);
    long position = random.nextInt(BLOCKS) * BLOCK;
    ring.submit(
        Sqe.write(null, position, data, -1).onFixed(1).withLink(), Sqe.fsync(shared, -1),
        Sqe.nop(-1).withDrain());
  }

  private long started(int block, ByteBuffer read) {
    busy[block] = true;
    inFlight.put(number, new Request(block, read));
    return number++;
  }

  private void complete() throws Exception {
    Cqe cqe = ring.waitCqe();
    if (cqe.failure() != null) {
      throw cqe.failure();
    }
    Request request = inFlight.remove(cqe.userData());
    if (request != null) {
      busy[request.block] = false;
      if (request.read != null) {
        region.check("ring read", request.block * BLOCK, request.read.array());
      }
    }
  }

  @Override
  public void end() throws Exception {
    ring.close();
    ByteBuffer found = ByteBuffer.allocate(BLOCKS * BLOCK);
    Vfs.readDirect(fs, own, 0, found);
    region.check("read", 0, found.array());
  }
}
