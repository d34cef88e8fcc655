package dev.jlockdep.fs.workload;

import static dev.jlockdep.fs.workload.Mounts.BLOCK;

import dev.jlockdep.fs.AddressSpaceSim;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.UserBuffer;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.util.Random;

/**
 * All kinds of I/O on files that several threads share, each on blocks of its own: W2, W8 on cluster
 * locks and W9 on persistent memory.
 */
final class MixedIo implements Worker {
  /** How often each kind of call is made: one letter each. */
  static final String CACHED_AND_DIRECT = "wwwwrrrrdddDDDssllcmpaif";
  /** Without what changes the mapping under a cluster lock. */
  static final String CLUSTER = "wwwwrrrrddDDssllmf";
  /** There is no cache to go past. */
  static final String DAX = "wwwwrrrrssllmpf";
  private static final int FILES = 4;
  private static final int BLOCKS = 32;

  private final SampleFs fs;
  private final String kinds;
  private final Random random;
  private final File file;
  private final Region region;
  private final MappedRegion map;

  MixedIo(SampleFs fs, String kinds, AddressSpaceSim space, int thread, Random random)
      throws IOException {
    this.fs = fs;
    this.kinds = kinds;
    this.random = random;
    this.file = fs.file("mixed" + thread % FILES);
    int first = thread / FILES * BLOCKS;
    this.region = new Region((long) first * BLOCK, BLOCKS * BLOCK);
    this.map = space.map(fs, file.inode(), first, BLOCKS);
    file.write(region.position, UserBuffer.heap(region.part(0, region.length())));
  }

  @Override
  public void step() throws IOException {
    int at = random.nextInt(region.length());
    int length = 1 + random.nextInt(Math.min(3 * BLOCK, region.length() - at));
    int block = random.nextInt(BLOCKS);
    int blocks = 1 + random.nextInt(Math.min(4, BLOCKS - block));
    switch (kinds.charAt(random.nextInt(kinds.length()))) {
      case 'w' -> write(at, bytes(length));
      case 'r' -> read(at, length);
      case 'd' -> writeDirect(block, blocks);
      case 'D' -> readDirect(block, blocks);
      case 's' -> store(at);
      case 'l' -> region.check("load", at, new byte[] {map.get(at)});
      case 'c' -> copyWithin(block);
      case 'm' -> writeFromMap(block, at / BLOCK);
      case 'p' -> punch(block, blocks);
      case 'a' -> Vfs.fallocate(fs, file.inode(), region.position, region.length());
      case 'i' -> file.fiemap(UserBuffer.heap(new byte[BLOCK]));
      default -> file.fsync();
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private void write(int at, byte[] bytes) throws IOException {
    file.write(region.position + at, UserBuffer.heap(bytes));
    region.written(at, bytes);
  }

  private void read(int at, int length) throws IOException {
    byte[] found = new byte[length];
    file.read(region.position + at, UserBuffer.heap(found));
    region.check("read", at, found);
  }

  private void writeDirect(int block, int blocks) throws IOException {
    byte[] bytes = bytes(blocks * BLOCK);
    long position = region.position + (long) block * BLOCK;
    if (random.nextInt(4) == 0) {
      file.writeDirectSync(position, UserBuffer.heap(bytes));
    } else {
      file.writeDirect(position, UserBuffer.heap(bytes));
    }
    region.written(block * BLOCK, bytes);
  }

  private void readDirect(int block, int blocks) throws IOException {
    byte[] found = new byte[blocks * BLOCK];
    file.readDirect(region.position + (long) block * BLOCK, UserBuffer.heap(found));
    region.check("readDirect", block * BLOCK, found);
  }

  private void store(int at) throws IOException {
    byte value = (byte) random.nextInt();
    map.put(at, value);
    region.stored(at, value);
  }

  /** A direct write from the file's own mapping. */
  private void copyWithin(int block) throws IOException {
    int to = random.nextInt(BLOCKS);
    UserBuffer own = UserBuffer.mapped(map, block * BLOCK, BLOCK);
    file.writeDirect(region.position + (long) to * BLOCK, own);
    region.copied(block * BLOCK, to * BLOCK, BLOCK);
  }

  /** A write through the cache from the file's own mapping. */
  private void writeFromMap(int block, int to) throws IOException {
    UserBuffer own = UserBuffer.mapped(map, block * BLOCK, BLOCK);
    file.write(region.position + (long) to * BLOCK, own);
    region.copied(block * BLOCK, to * BLOCK, BLOCK);
  }

  private void punch(int block, int blocks) throws IOException {
    file.punchHole(region.position + (long) block * BLOCK, (long) blocks * BLOCK);
    region.zeroed(block * BLOCK, blocks * BLOCK);
  }

  @Override
  public void end() throws IOException {
    map.close();
    read(0, region.length());
    if (file.incoherentMappings() > 0) {
      throw new IllegalStateException("mappings show something else than the file has");
    }
  }
}
