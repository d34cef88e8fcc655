package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Images that something has damaged. Each mount ends: with an error that says what is wrong, or with a
 * filesystem that can be read throughout and whose metadata fits. Metadata is never taken for good
 * when its checksum is not; damage that puts a right checksum over wrong contents is found by what
 * contradicts it, or is a filesystem of its own.
 *
 * <p>{@code -Dsamplefs.images=10000} tries that many.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BadImageTest {
  private static final int IMAGES = Integer.getInteger("samplefs.images", 300);
  private static final int DEVICE_BYTES = 1 << 20;
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;

  private static byte[] cleanImage;
  /** As after a crash: transactions in the journal. */
  private static byte[] journalImage;
  private static Layout layout;

  @BeforeAll
  static void makeImages() throws IOException {
    byte[] bytes = new byte[DEVICE_BYTES];
    try (BlockDevice device = BlockDevice.on(new Storage.InMemory(bytes))) {
      SampleFs.mkfs(device);
      SampleFs fs = SampleFs.mount(device);
      Inode dir = fs.namespace().mkdir(fs.namespace().root(), "dir", 0755);
      for (int i = 0; i < 5; i++) {
        Inode file = fs.namespace().create(dir, "file" + i, 0644);
        fs.file(file).write((long) i * BLOCK, UserBuffer.heap(contents(i)));
        new Attributes(fs, file).set("user.number", new byte[] {(byte) i});
        fs.file(file).fsync();
      }
      fs.namespace().symlink(dir, "link", "file0");
      fs.sync();
      journalImage = bytes.clone();
      fs.close();
      cleanImage = bytes.clone();
    }
    layout = Layout.read(block(cleanImage, 0), 0, DEVICE_BYTES);
  }

  private static byte[] contents(int i) {
    byte[] contents = new byte[1000 * (i + 1)];
    Arrays.fill(contents, (byte) (i + 1));
    return contents;
  }

  private static ByteBuffer block(byte[] image, long at) {
    return ByteBuffer.wrap(image, (int) at * BLOCK, BLOCK).slice();
  }

  /** As metadata says with right checksums. */
  @Test
  void aBlockOfTwoFilesIsRefusedUnlessBothSayThatTheyShareIt() throws IOException {
    int first = 3; // after the root directory and the one in it
    Extent mine = inode(cleanImage, first).extents().get(0);
    for (int sharing = 0; sharing < 4; sharing++) {
      byte[] image = cleanImage.clone();
      boolean one = (sharing & 1) != 0;
      boolean other = (sharing & 2) != 0;
      put(image, first, new Extent(0, mine.physical(), 1, false, one));
      put(image, first + 1, new Extent(1, mine.physical(), 1, false, other));
      if (one && other) {
        try (BlockDevice device = BlockDevice.on(new Storage.InMemory(image))) {
          assertEquals(1, Fsck.check(device).sharedBlocks());
        }
      } else {
        assertRefused(image, "block " + mine.physical() + " is owned twice");
      }
    }
  }

  private static Inode.Image inode(byte[] image, int number) throws IOException {
    return InodeCodec.read(
        layout, number, block(image, layout.inodeBlock(number)), at -> block(image, at));
  }

  /** Gives an inode another extent in place of its only one. */
  private static void put(byte[] image, int number, Extent extent) throws IOException {
    Inode.Image old = inode(image, number);
    Map<Long, ByteBuffer> blocks = new TreeMap<>();
    InodeCodec.write(
        layout,
        new Inode.Image(
            old.number(), old.generation(), old.type(), old.mode(), old.uid(), old.gid(),
            old.links(), old.parent(), old.size(), old.accessed(), old.modified(), old.changed(),
            old.created(), old.xattrBlock(), old.xattrs(), old.target(), List.of(extent),
            old.extentBlocks()),
        blocks);
    blocks.forEach((at, written) -> block(image, at).put(written.clear()));
  }

  @Test
  void damagedImagesAreRefusedOrReadable() throws IOException {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("BadImageTest seed " + seed + " (replay with -Dsamplefs.seed)");
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < IMAGES; i++) {
      Random random = new Random(seed + i);
      byte[] image = (random.nextBoolean() ? cleanImage : journalImage).clone();
      String damage = damage(image, random);
      String where = "image " + i + " of seed " + seed + ": " + damage;
      byte[] left = random.nextInt(10) == 0
          ? Arrays.copyOf(image, random.nextInt(image.length)) : image;
      outcomes.merge(mounts(left, where) ? "mounted" : "refused", 1, Integer::sum);
    }
    System.out.println("BadImageTest: " + outcomes);
    assertEquals(2, outcomes.size(), outcomes.toString());
  }

  /** Of metadata for the most part: what is in files is not checked. */
  private static String damage(byte[] image, Random random) {
    int metadataEnd = layout.dataStart() + 20;
    long at = random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(metadataEnd);
    ByteBuffer block = block(image, at);
    switch (random.nextInt(5)) {
      case 0 -> {
        int bit = random.nextInt(BLOCK * 8);
        block.put(bit / 8, (byte) (block.get(bit / 8) ^ 1 << bit % 8));
        return "bit " + bit + " of block " + at;
      }
      case 1 -> {
        byte[] noise = new byte[BLOCK];
        random.nextBytes(noise);
        block.put(0, noise);
        return "noise in block " + at;
      }
      case 2 -> {
        block.put(0, new byte[BLOCK]);
        return "zeros in block " + at;
      }
      case 3 -> {
        long other = random.nextInt(metadataEnd);
        block.put(0, block(image, other), 0, BLOCK);
        return "block " + other + " over block " + at;
      }
      default -> {
        return sealedDamage(image, at, random);
      }
    }
  }

  /** Wrong numbers under a right checksum. */
  private static String sealedDamage(byte[] image, long at, Random random) {
    ByteBuffer block = block(image, at);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      int place = MetaBlock.PAYLOAD_AT + random.nextInt(120);
      block.put(place, (byte) random.nextInt());
      places.add(place);
    }
    MetaBlock.sealed(block);
    return "bytes " + places + " of block " + at + " under a right checksum";
  }

  /** False: refused with an error that says what is wrong. */
  private static boolean mounts(byte[] image, String where) throws IOException {
    try (BlockDevice device = BlockDevice.on(new Storage.InMemory(image))) {
      SampleFs fs = SampleFs.mount(device);
      readAll(fs, fs.namespace().root());
      fs.close();
      assertEquals(List.of(), Fsck.check(device).problems(), where);
      return true;
    } catch (CorruptImageException e) {
      assertTrue(e.getMessage().startsWith("corrupt image: "), where);
      return false;
    } catch (RuntimeException | IOException e) {
      throw new AssertionError(where, e);
    }
  }

  private static void readAll(SampleFs fs, Inode dir) throws IOException {
    for (String name : fs.namespace().list(dir)) {
      Inode inode = fs.namespace().child(dir, name);
      switch (inode.type()) {
        case DIRECTORY -> readAll(fs, inode);
        case FILE -> {
          // the size may be anything: a file may have a hole at its end
          byte[] bytes = new byte[(int) Math.min(inode.size(), 64 * BLOCK)];
          fs.file(inode).read(0, UserBuffer.heap(bytes));
        }
        case SYMLINK -> inode.target();
      }
      fs.namespace().put(inode);
    }
  }

  @Test
  void aGoodImageIsGood() throws IOException {
    for (byte[] image : List.of(cleanImage, journalImage)) {
      byte[] before = image.clone();
      try (BlockDevice device = BlockDevice.on(new Storage.InMemory(image))) {
        Fsck.Report report = Fsck.check(device);
        assertTrue(report.clean(), report.toString());
        assertEquals(8, report.inodes());
        assertEquals(image == journalImage, report.transactions() > 0);
      }
      assertTrue(Arrays.equals(before, image), "a check changes nothing");
    }
  }

  @Test
  void theCopyOfTheSuperblockServes() throws IOException {
    byte[] image = cleanImage.clone();
    Arrays.fill(image, 0, BLOCK, (byte) 0);
    assertTrue(mounts(image, "no superblock"));
    Arrays.fill(image, layout.lastBlock() * BLOCK, DEVICE_BYTES, (byte) 0);
    assertRefused(image, "no superblock at block 0: wrong magic number");
  }

  @Test
  void errorsSayWhatIsWrong() throws IOException {
    assertRefused(new byte[DEVICE_BYTES], "no superblock at block 0: wrong magic number");
    assertRefused(new byte[10], "the device has 10 bytes only");
    assertRefused(
        Arrays.copyOf(cleanImage, DEVICE_BYTES / 2), "the device has " + DEVICE_BYTES / 2);
    byte[] version = cleanImage.clone();
    for (long at : List.of(0L, (long) layout.lastBlock())) {
      MetaBlock.sealed(block(version, at).putInt(MetaBlock.PAYLOAD_AT, 99));
    }
    assertRefused(version, "sample-fs version 99, known: " + Layout.VERSION);
    byte[] headers = cleanImage.clone();
    Arrays.fill(headers, BLOCK, 3 * BLOCK, (byte) 1);
    assertRefused(headers, "no header of the journal is readable");
    byte[] links = cleanImage.clone();
    ByteBuffer root = block(links, layout.inodeBlock(InodeTable.ROOT));
    int linksAt = MetaBlock.PAYLOAD_AT + 4 + 4 + 1 + 2 + 4 + 4;
    MetaBlock.sealed(root.putInt(linksAt, 7));
    assertRefused(links, "inode 1 counts 7 links, there are 3");
  }

  /** The first of several transactions is unreadable: that is damage, not where the crash was. */
  @Test
  void damageInTheMiddleOfTheJournalIsNotTakenForItsEnd() throws IOException {
    byte[] image = new byte[DEVICE_BYTES];
    try (BlockDevice device = BlockDevice.on(new Storage.InMemory(image))) {
      SampleFs.mkfs(device);
      SampleFs fs = SampleFs.mount(device);
      for (String name : List.of("first", "second")) {
        fs.create(name);
        fs.sync();
      }
      assertEquals(2, Fsck.check(device).transactions());
    }
    int first = Layout.JOURNAL_START + 2;
    image[first * BLOCK + 100] ^= 1;
    assertRefused(image, "of the journal is unreadable, but later ones are not");
  }

  private static void assertRefused(byte[] image, String why) {
    CorruptImageException refused =
        assertThrows(
            CorruptImageException.class,
            () -> {
              try (BlockDevice device = BlockDevice.on(new Storage.InMemory(image))) {
                SampleFs.mount(device);
              }
            });
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
