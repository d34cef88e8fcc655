package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.fs.Namespace.Rename;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Directories, hard and symbolic links, renames, attributes; what of them survives a remount. */
@Timeout(120)
class NamespaceTest {
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final int DEVICE_BYTES = 16 << 20;
  private static final int THREADS = 4;

  private BlockDevice device;
  private SampleFs fs;
  private Namespace names;
  private Inode root;

  @BeforeEach
  void mountEmpty() throws IOException {
    device = BlockDevice.inMemory(DEVICE_BYTES);
    SampleFs.mkfs(device);
    mount();
  }

  private void mount() throws IOException {
    fs = SampleFs.mount(device);
    names = fs.namespace();
    root = names.root();
  }

  private void remount() throws IOException {
    fs.close();
    mount();
  }

  @AfterEach
  void unmount() throws IOException {
    fs.close();
    device.close();
  }

  @Test
  void aTreeIsThereAfterARemount() throws IOException {
    Inode a = names.mkdir(root, "a", 0700);
    Inode b = names.mkdir(a, "b", 0755);
    Inode file = names.create(b, "datei äöü", 0640);
    write(file, "hello");
    names.link(file, root, "second");
    names.symlink(root, "link", "a/b/datei äöü");
    assertEquals(2, file.links());
    assertEquals(3, a.links());
    remount();
    assertEquals(List.of("a", "link", "second"), names.list(root));
    Inode found = names.resolve(List.of("link"), true);
    assertEquals("hello", read(found));
    assertEquals(0640, found.mode());
    assertEquals(2, found.links());
    assertEquals(found, names.resolve(List.of("a", ".", "b", "..", "b", "datei äöü"), false));
    assertEquals(3, names.child(root, "a").links());
    assertEquals("a/b/datei äöü", names.resolve(List.of("link"), false).target());
  }

  @Test
  void whatIsNotThereOrInTheWayIsNamed() throws IOException {
    Inode dir = names.mkdir(root, "dir", 0755);
    Inode file = names.create(dir, "file", 0644);
    assertThrows(FileAlreadyExistsException.class, () -> names.create(dir, "file", 0644));
    assertThrows(FileAlreadyExistsException.class, () -> names.mkdir(root, "dir", 0755));
    assertThrows(FileAlreadyExistsException.class, () -> names.link(file, root, "dir"));
    assertThrows(NoSuchFileException.class, () -> names.remove(root, "none"));
    assertThrows(DirectoryNotEmptyException.class, () -> names.remove(root, "dir"));
    assertThrows(NotDirectoryException.class, () -> names.create(file, "x", 0644));
    assertThrows(FileSystemException.class, () -> names.link(dir, root, "x"));
    assertThrows(
        FileSystemException.class, () -> names.resolve(List.of("dir", "file", "x"), true));
    assertThrows(NoSuchFileException.class, () -> names.resolve(List.of("no", "x"), true));
    names.symlink(root, "loop", "loop");
    assertThrows(FileSystemLoopException.class, () -> names.resolve(List.of("loop"), true));
    assertNull(names.child(root, "none"));
  }

  @Test
  void namesOf255BytesAndNoLonger() throws IOException {
    String longest = "x".repeat(Directory.NAME_BYTES_MAX);
    names.create(root, longest, 0644);
    remount();
    assertEquals(List.of(longest), names.list(root));
    for (String bad : List.of(longest + "x", "", ".", "..", "a/b", "\0")) {
      assertThrows(FileSystemException.class, () -> names.create(root, bad, 0644), bad);
    }
  }

  @Test
  void aFileWithoutANameLastsAsLongAsItIsUsed() throws IOException {
    Inode keep = names.create(root, "keep", 0644);
    fs.sync();
    long free = fs.freeBlocks();
    int inodes = fs.freeInodes();
    Inode file = names.create(root, "file", 0644);
    write(file, "x".repeat(3 * BLOCK));
    fs.file(file).fsync();
    names.remove(root, "file");
    assertEquals("x".repeat(3 * BLOCK), read(file));
    assertThrows(NoSuchFileException.class, () -> names.link(file, root, "again"));
    names.put(file);
    fs.sync();
    assertEquals(free, fs.freeBlocks());
    assertEquals(inodes, fs.freeInodes());
    names.put(keep);
  }

  /** Two openers by name: the blocks go when the last of them closes. */
  @Test
  void aFileOpenedByNameIsUsedUntilItIsClosed() throws IOException {
    Inode keep = names.create(root, "keep", 0644);
    fs.sync();
    long free = fs.freeBlocks();
    File file = fs.file("file");
    File again = fs.file("file");
    file.write(0, UserBuffer.heap(new byte[3 * BLOCK]));
    file.fsync();
    names.remove(root, "file");
    file.close();
    file.close(); // the second time does nothing
    assertEquals(3 * BLOCK, again.read(0, UserBuffer.heap(new byte[3 * BLOCK])));
    again.close();
    fs.sync();
    assertEquals(free, fs.freeBlocks());
    names.put(keep);
  }

  /** As after a crash: the filesystem is not unmounted, and its last commit has the orphan. */
  @Test
  void aFileWithoutANameIsTakenAwayAtTheNextMount() throws IOException {
    long free = fs.freeBlocks();
    Inode file = names.create(root, "file", 0644);
    write(file, "x".repeat(3 * BLOCK));
    fs.file(file).fsync();
    names.remove(root, "file");
    fs.sync();
    mount();
    fs.sync();
    assertEquals(List.of(), names.list(root));
    assertEquals(fs.inodes() - 1, fs.freeInodes());
    assertEquals(free - 1, fs.freeBlocks()); // the page of the root directory stays
  }

  @Test
  void renames() throws IOException {
    Inode a = names.mkdir(root, "a", 0755);
    Inode b = names.mkdir(root, "b", 0755);
    Inode file = names.create(a, "f", 0644);
    Inode other = names.create(b, "g", 0644);
    assertThrows(
        FileAlreadyExistsException.class, () -> names.rename(a, "f", b, "g", Rename.NO_REPLACE));
    names.rename(a, "f", b, "g", Rename.EXCHANGE);
    assertEquals(file, names.child(b, "g"));
    assertEquals(other, names.child(a, "f"));
    names.rename(a, "f", b, "g", Rename.REPLACE);
    assertEquals(List.of("g"), names.list(b));
    assertEquals(other, names.child(b, "g"));
    assertEquals(0, file.links());
    names.rename(root, "b", a, "b", Rename.NO_REPLACE);
    assertEquals(3, a.links());
    assertEquals(3, root.links());
    assertThrows(
        FileSystemException.class, () -> names.rename(root, "a", b, "x", Rename.NO_REPLACE));
    assertThrows(
        DirectoryNotEmptyException.class, () -> names.rename(b, "g", root, "a", Rename.REPLACE));
    assertThrows(
        NoSuchFileException.class, () -> names.rename(b, "g", root, "none", Rename.EXCHANGE));
    Inode empty = names.mkdir(root, "empty", 0755);
    names.rename(a, "b", root, "empty", Rename.REPLACE);
    assertEquals(0, empty.links());
    assertThrows(NoSuchFileException.class, () -> names.create(empty, "x", 0644));
    remount();
    assertEquals(List.of("a", "empty"), names.list(root));
    assertEquals(List.of("g"), names.list(names.child(root, "empty")));
  }

  /** A directory of many pages, emptied again. */
  @Test
  void aLargeDirectory() throws IOException {
    Inode dir = names.mkdir(root, "many", 0755);
    int count = 400;
    for (int i = 0; i < count; i++) {
      names.put(names.create(dir, "a name that is not very short ".repeat(4) + i, 0644));
    }
    remount();
    dir = names.child(root, "many");
    List<String> listed = names.list(dir);
    assertEquals(count, listed.size());
    for (String name : listed) {
      names.remove(dir, name);
    }
    names.put(dir);
    names.remove(root, "many");
    fs.sync();
    assertEquals(fs.inodes() - 1, fs.freeInodes());
  }

  @Test
  void attributesAndExtendedOnesSurvive() throws IOException {
    Inode file = names.create(root, "f", 0600);
    Attributes attributes = new Attributes(fs, file);
    attributes.mode(0751);
    attributes.owner(7, 8);
    attributes.times(1L, 2L, 3L);
    attributes.set("user.a", new byte[] {1, 2});
    attributes.set("user.b", new byte[0]);
    attributes.set("user.a", new byte[] {3});
    assertThrows(IOException.class, () -> attributes.set("user.c", new byte[BLOCK]));
    attributes.remove("user.b");
    remount();
    Inode found = names.child(root, "f");
    assertEquals(0751, found.mode());
    assertEquals(List.of(7, 8), List.of(found.uid(), found.gid()));
    assertEquals(
        List.of(1L, 2L, 3L), List.of(found.accessed(), found.modified(), found.created()));
    Attributes after = new Attributes(fs, found);
    assertEquals(List.of("user.a"), after.names());
    assertArrayEquals(new byte[] {3}, after.get("user.a"));
    assertNull(after.get("user.b"));
  }

  @Test
  void aFileInMorePiecesThanItsInodeHolds() throws IOException {
    Inode file = names.create(root, "pieces", 0644);
    File open = fs.file(file);
    int pieces = 2 * InodeCodec.EXTENTS_PER_BLOCK;
    for (int i = 0; i < pieces; i++) {
      open.write(2L * i * BLOCK, UserBuffer.heap(new byte[] {(byte) i}));
    }
    remount();
    Inode found = names.child(root, "pieces");
    assertEquals(pieces, found.blocks().extents().size());
    byte[] one = new byte[1];
    for (int i = 0; i < pieces; i++) {
      fs.file(found).read(2L * i * BLOCK, UserBuffer.heap(one));
      assertEquals((byte) i, one[0]);
    }
    fs.file(found).truncate(0);
    fs.sync();
    assertEquals(0, found.blocks().extents().size());
  }

  /** Threads that make, move and take away in a few directories; the result must be a tree. */
  @Test
  void concurrentChangesLeaveATree() throws Exception {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("NamespaceTest seed " + seed + " (replay with -Dsamplefs.seed)");
    for (int i = 0; i < THREADS; i++) {
      names.put(names.mkdir(root, "d" + i, 0755));
    }
    List<Threads.Started> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      threads.add(Threads.start("names" + i, () -> churn(random)));
    }
    for (Threads.Started thread : threads) {
      thread.ended();
    }
    int free = fs.freeInodes();
    remount(); // a mount checks that every name and link count fits
    assertEquals(free, fs.freeInodes());
    assertNotEquals(fs.inodes(), free);
  }

  private void churn(Random random) throws IOException {
    for (int i = 0; i < 400; i++) {
      try {
        change(random);
      } catch (FileSystemException e) {
        // somebody else was faster
      }
    }
  }

  private void change(Random random) throws IOException {
    Inode from = directory(random);
    try {
      Inode to = directory(random);
      try {
        change(random, from, "n" + random.nextInt(6), to, "n" + random.nextInt(6));
      } finally {
        names.put(to);
      }
    } finally {
      names.put(from);
    }
  }

  private void change(Random random, Inode from, String name, Inode to, String other)
      throws IOException {
    switch (random.nextInt(7)) {
      case 0 -> names.put(names.create(from, name, 0644));
      case 1 -> names.put(names.mkdir(from, name, 0755));
      case 2 -> names.remove(from, name);
      case 3 -> names.rename(from, name, to, other, Rename.REPLACE);
      case 4 -> names.rename(from, name, to, other, Rename.EXCHANGE);
      case 5 -> names.rename(root, "d1", to, other, Rename.NO_REPLACE);
      default -> link(from, name, to, other);
    }
  }

  private void link(Inode from, String name, Inode to, String other) throws IOException {
    Inode file = names.child(from, name);
    if (file != null) {
      try {
        names.link(file, to, other);
      } finally {
        names.put(file);
      }
    }
  }

  private Inode directory(Random random) throws IOException {
    List<String> path = new ArrayList<>(List.of("d" + random.nextInt(THREADS)));
    if (random.nextBoolean()) {
      path.add("n" + random.nextInt(6));
    }
    return names.resolve(path, false);
  }

  @Test
  void truncateAndSeek() throws IOException {
    File file = fs.file("f");
    file.write(0, UserBuffer.heap(new byte[] {1, 2, 3, 4}));
    file.write(5L * BLOCK, UserBuffer.heap(new byte[] {5}));
    assertEquals(0, file.seekData(0));
    assertEquals(BLOCK, file.seekHole(0));
    assertEquals(5L * BLOCK, file.seekData(BLOCK));
    assertEquals(5L * BLOCK + 1, file.seekHole(5L * BLOCK));
    file.truncate(2);
    assertEquals(-1, file.seekData(2));
    file.truncate(8);
    byte[] found = new byte[8];
    file.read(0, UserBuffer.heap(found));
    assertArrayEquals(new byte[] {1, 2, 0, 0, 0, 0, 0, 0}, found);
    file.zeroRange(1, 2L * BLOCK);
    assertEquals(1 + 2L * BLOCK, file.size());
    file.read(0, UserBuffer.heap(found));
    assertArrayEquals(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, found);
    assertTrue(file.seekData(BLOCK) < 0);
  }

  private void write(Inode file, String text) throws IOException {
    fs.file(file).write(0, UserBuffer.heap(text.getBytes()));
  }

  private String read(Inode file) throws IOException {
    byte[] bytes = new byte[(int) file.size()];
    fs.file(file).read(0, UserBuffer.heap(bytes));
    return new String(bytes);
  }
}
