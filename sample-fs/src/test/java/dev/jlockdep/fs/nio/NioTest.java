package dev.jlockdep.fs.nio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Java programs do with files, here and, so that the test is right, on the platform. */
@Timeout(120)
class NioTest {
  /** Where a test runs. */
  enum Where {
    SAMPLE_IN_MEMORY,
    SAMPLE_ON_AN_IMAGE,
    PLATFORM
  }

  private static final long WAIT_SECONDS = 20;

  @TempDir Path folder;

  /** What a test does in an empty folder. */
  private interface Body {
    void run(Path dir) throws Exception;
  }

  private void in(Where where, Body body) throws Exception {
    if (where == Where.PLATFORM) {
      body.run(Files.createDirectory(folder.resolve("platform")));
      return;
    }
    Map<String, Object> env =
        where == Where.SAMPLE_ON_AN_IMAGE
            ? Map.of("image", folder.resolve("image"), "size", 16 << 20)
            : Map.of("size", 16 << 20);
    try (FileSystem fs = FileSystems.newFileSystem(URI.create("samplefs://nio"), env)) {
      body.run(Files.createDirectory(fs.getPath("/dir")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAreWrittenCopiedMovedAndWalked(Where where) throws Exception {
    in(
        where,
        dir -> {
          Path file = dir.resolve("a/b/file.txt");
          Files.createDirectories(file.getParent());
          Files.writeString(file, "one\ntwo\n");
          Files.writeString(file, "three\n", StandardOpenOption.APPEND);
          assertEquals(List.of("one", "two", "three"), Files.readAllLines(file));
          Path copy = Files.copy(file, dir.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
          assertEquals(
              Files.getLastModifiedTime(file).toMillis(),
              Files.getLastModifiedTime(copy).toMillis());
          assertThrows(FileAlreadyExistsException.class, () -> Files.copy(file, copy));
          Files.writeString(file, "changed afterwards");
          assertEquals("changed afterwards", Files.readString(file));
          assertEquals("one\ntwo\nthree\n", Files.readString(copy));
          Files.move(copy, dir.resolve("moved"));
          assertFalse(Files.exists(copy));
          Files.move(dir.resolve("a"), dir.resolve("z"));
          assertThrows(
              DirectoryNotEmptyException.class, () -> Files.delete(dir.resolve("z")));
          try (Stream<Path> walk = Files.walk(dir)) {
            assertEquals(
                List.of("", "moved", "z", "z/b", "z/b/file.txt"),
                walk.map(path -> dir.relativize(path).toString()).sorted()
                    .collect(Collectors.toList()));
          }
          assertEquals(14, Files.size(dir.resolve("moved")));
          assertThrows(NoSuchFileException.class, () -> Files.readString(file));
          assertThrows(
              NotDirectoryException.class, () -> Files.newDirectoryStream(dir.resolve("moved")));
        });
  }

  @ParameterizedTest
  @EnumSource
  void linksAndAttributes(Where where) throws Exception {
    in(
        where,
        dir -> {
          Path file = Files.writeString(dir.resolve("file"), "text");
          Path hard = Files.createLink(dir.resolve("hard"), file);
          Path soft = Files.createSymbolicLink(dir.resolve("soft"), dir.getFileSystem()
              .getPath("file"));
          assertTrue(Files.isSameFile(file, hard) && Files.isSameFile(file, soft));
          assertEquals("file", Files.readSymbolicLink(soft).toString());
          assertEquals(file.toRealPath(), soft.toRealPath());
          assertEquals("text", Files.readString(soft));
          assertTrue(Files.isSymbolicLink(soft) && !Files.isSymbolicLink(hard));
          assertEquals(2, Files.getAttribute(file, "unix:nlink"));
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
          assertEquals(
              "rwxr-x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(hard)));
          assertTrue(Files.isExecutable(file));
          Files.setLastModifiedTime(file, FileTime.fromMillis(1234567890123L));
          BasicFileAttributes attributes =
              Files.readAttributes(hard, BasicFileAttributes.class);
          assertEquals(1234567890123L, attributes.lastModifiedTime().toMillis());
          assertEquals(4L, Files.readAttributes(soft, "size").get("size"), "size by name");
          assertTrue(
              Files.readAttributes(soft, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                  .isSymbolicLink());
          assertThrows(
              FileSystemException.class,
              () -> Files.newByteChannel(dir.resolve("file/under")));
          Files.delete(file);
          assertEquals("text", Files.readString(hard));
          assertThrows(NoSuchFileException.class, () -> Files.readString(soft));
          assertTrue(Files.exists(soft, LinkOption.NOFOLLOW_LINKS) && !Files.exists(soft));
        });
  }

  @ParameterizedTest
  @EnumSource
  void channels(Where where) throws Exception {
    in(
        where,
        dir -> {
          Path file = dir.resolve("file");
          try (FileChannel channel =
              FileChannel.open(
                  file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                  StandardOpenOption.WRITE)) {
            assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
            channel.write(ByteBuffer.allocateDirect(2), 10);
            assertEquals(4, channel.position());
            assertEquals(12, channel.size());
            ByteBuffer found = ByteBuffer.allocate(20);
            assertEquals(12, channel.read(found, 0));
            assertArrayEquals(
                new byte[] {1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0},
                Arrays.copyOf(found.array(), 12));
            channel.truncate(3);
            assertEquals(3, channel.position());
            ByteBuffer[] parts = {ByteBuffer.allocate(1), ByteBuffer.allocate(9)};
            assertEquals(3, channel.position(0).read(parts));
            assertEquals(3, channel.transferTo(0, 100, channel.position(3)));
            assertEquals(6, channel.size());
            assertThrows(IllegalArgumentException.class, () -> channel.position(-1));
            channel.force(true);
          }
          try (FileChannel append = FileChannel.open(file, StandardOpenOption.APPEND)) {
            append.position(0).write(ByteBuffer.wrap(new byte[] {9}));
            assertThrows(
                NonReadableChannelException.class, () -> append.read(ByteBuffer.allocate(1)));
          }
          assertArrayEquals(new byte[] {1, 2, 3, 1, 2, 3, 9}, Files.readAllBytes(file));
          FileChannel closed = FileChannel.open(file, StandardOpenOption.DELETE_ON_CLOSE);
          closed.close();
          assertThrows(ClosedChannelException.class, closed::size);
          assertFalse(Files.exists(file));
        });
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedThreadClosesItsChannel(Where where) throws Exception {
    in(
        where,
        dir -> {
          Path file = Files.write(dir.resolve("file"), new byte[10]);
          FileChannel channel = FileChannel.open(file);
          Thread.currentThread().interrupt();
          assertThrows(
              ClosedByInterruptException.class, () -> channel.read(ByteBuffer.allocate(1)));
          assertTrue(Thread.interrupted());
          assertFalse(channel.isOpen());
        });
  }

  @ParameterizedTest
  @EnumSource
  void fileLocks(Where where) throws Exception {
    in(
        where,
        dir -> {
          Path file = Files.write(dir.resolve("file"), new byte[10]);
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
              FileChannel other = FileChannel.open(file, StandardOpenOption.READ)) {
            FileLock lock = channel.lock(0, 5, false);
            assertThrows(
                OverlappingFileLockException.class, () -> other.tryLock(4, 1, true));
            FileLock shared = other.tryLock(5, 1, true);
            assertTrue(lock.isValid() && shared.isValid() && shared.isShared());
            assertThrows(NonReadableChannelException.class, () -> channel.lock(8, 1, true));
            lock.release();
            assertFalse(lock.isValid());
            other.tryLock(0, 5, true).release();
            other.close();
            assertFalse(shared.isValid());
            channel.lock().release();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void asynchronousChannels(Where where) throws Exception {
    in(
        where,
        dir -> {
          Path file = dir.resolve("file");
          byte[] data = new byte[100_000];
          new Random(5).nextBytes(data);
          try (AsynchronousFileChannel channel =
              AsynchronousFileChannel.open(
                  file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                  StandardOpenOption.READ)) {
            assertEquals(
                data.length,
                channel.write(ByteBuffer.wrap(data), 0).get(WAIT_SECONDS, TimeUnit.SECONDS));
            ByteBuffer found = ByteBuffer.allocate(data.length);
            assertEquals(
                data.length, channel.read(found, 0).get(WAIT_SECONDS, TimeUnit.SECONDS));
            assertArrayEquals(data, found.array());
            FileLock lock = channel.lock().get(WAIT_SECONDS, TimeUnit.SECONDS);
            assertTrue(lock.isValid());
            lock.release();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void directoryStreamsAndGlobs(Where where) throws Exception {
    in(
        where,
        dir -> {
          for (String name : List.of("a.java", "b.java", "c.txt", "[x]", "a{b}")) {
            Files.createFile(dir.resolve(name));
          }
          assertEquals(List.of("a.java", "b.java"), glob(dir, "*.java"));
          assertEquals(List.of("a.java", "c.txt"), glob(dir, "{a.java,c.*}"));
          assertEquals(List.of("b.java", "c.txt"), glob(dir, "[!a\\[]*.*"));
          assertEquals(List.of("[x]"), glob(dir, "\\[?]"));
          assertEquals(List.of("a.java", "b.java"), glob(dir, "[a-b].java"));
          DirectoryStream<Path> closed = Files.newDirectoryStream(dir);
          closed.close();
          assertThrows(IllegalStateException.class, closed::iterator);
        });
  }

  private static List<String> glob(Path dir, String glob) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir, glob)) {
      entries.forEach(path -> names.add(path.getFileName().toString()));
    }
    names.sort(null);
    return names;
  }

  @ParameterizedTest
  @EnumSource
  void watches(Where where) throws Exception {
    in(
        where,
        dir -> {
          try (WatchService service = dir.getFileSystem().newWatchService()) {
            WatchKey key =
                dir.register(
                    service, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE);
            Path file = Files.createFile(dir.resolve("file"));
            assertEquals(key, service.poll(WAIT_SECONDS, TimeUnit.SECONDS));
            WatchEvent<?> made = key.pollEvents().get(0);
            assertEquals(StandardWatchEventKinds.ENTRY_CREATE, made.kind());
            assertEquals("file", made.context().toString());
            assertTrue(key.reset());
            Files.delete(file);
            assertEquals(key, service.poll(WAIT_SECONDS, TimeUnit.SECONDS));
            assertEquals(
                StandardWatchEventKinds.ENTRY_DELETE, key.pollEvents().get(0).kind());
            key.cancel();
            assertFalse(key.reset());
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void partsOfFilesAreMapped(Where where) throws Exception {
    in(
        where,
        dir -> {
          Path path = Files.write(dir.resolve("file"), new byte[] {1, 2, 3, 4, 5});
          try (FileChannel channel =
              FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer read = channel.map(MapMode.READ_ONLY, 1, 3);
            MappedByteBuffer own = channel.map(MapMode.PRIVATE, 0, 5);
            assertEquals(ByteBuffer.wrap(new byte[] {2, 3, 4}), read);
            assertThrows(ReadOnlyBufferException.class, () -> read.put(0, (byte) 9));
            own.put(0, (byte) 9);
            assertEquals(9, own.get(0));
            assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, Files.readAllBytes(path));
            assertEquals(0, channel.map(MapMode.READ_ONLY, 5, 0).capacity());
            assertEquals(0, channel.map(MapMode.READ_ONLY, 4, 3).get(2));
            assertEquals(7, channel.size(), "extended, as the platform does");
            assertThrows(
                IllegalArgumentException.class, () -> channel.map(MapMode.READ_ONLY, -1, 1));
            assertThrows(
                IllegalArgumentException.class, () -> channel.map(MapMode.READ_ONLY, 0, 1L << 31));
          }
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            assertEquals(5, channel.map(MapMode.READ_ONLY, 4, 1).get());
            assertThrows(IOException.class, () -> channel.map(MapMode.READ_ONLY, 0, 8));
            assertThrows(
                NonWritableChannelException.class, () -> channel.map(MapMode.PRIVATE, 0, 1));
          }
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            assertThrows(
                NonReadableChannelException.class, () -> channel.map(MapMode.READ_ONLY, 0, 1));
            channel.close();
            assertThrows(
                ClosedChannelException.class, () -> channel.map(MapMode.READ_ONLY, 0, 1));
          }
        });
  }

  @Test
  void storesThroughAMappingCannotReachTheFile() throws Exception {
    in(
        Where.SAMPLE_IN_MEMORY,
        dir -> {
          Path path = Files.write(dir.resolve("file"), new byte[5]);
          try (FileChannel channel =
              FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            UnsupportedOperationException refused =
                assertThrows(
                    UnsupportedOperationException.class,
                    () -> channel.map(MapMode.READ_WRITE, 0, 5));
            assertTrue(refused.getMessage().contains("READ_ONLY or PRIVATE"));
          }
        });
  }

  @Test
  void aWatchTellsOfEveryChangeInItsOrder() throws Exception {
    in(
        Where.SAMPLE_IN_MEMORY,
        dir -> {
          Path there = Files.createFile(dir.resolve("there"));
          Path outside = Files.createFile(dir.resolveSibling("outside"));
          try (WatchService service = dir.getFileSystem().newWatchService()) {
            WatchKey key =
                dir.register(
                    service, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY);
            assertNull(service.poll());
            Files.write(there, new byte[5]);
            assertEquals(List.of("ENTRY_MODIFY there"), told(service, key));
            Files.delete(Files.createFile(dir.resolve("short")));
            assertEquals(List.of("ENTRY_CREATE short", "ENTRY_DELETE short"), told(service, key));
            Files.createLink(dir.resolve("link"), outside);
            Files.write(outside, new byte[5]);
            assertEquals(List.of("ENTRY_CREATE link", "ENTRY_MODIFY link"), told(service, key));
            Files.move(there, dir.resolve("link"), StandardCopyOption.ATOMIC_MOVE);
            assertEquals(
                List.of("ENTRY_DELETE link", "ENTRY_DELETE there", "ENTRY_CREATE link"),
                told(service, key));
            Files.write(outside, new byte[6]); // has no name here any more
            assertNull(service.poll());
            Files.delete(dir.resolve("link"));
            assertEquals(List.of("ENTRY_DELETE link"), told(service, key));
            Files.delete(dir);
            assertEquals(key, service.poll());
            assertFalse(key.reset());
          }
        });
  }

  /** What the only key that is signalled has to tell; it is reset. */
  private static List<String> told(WatchService service, WatchKey key) {
    assertEquals(key, service.poll());
    List<String> events =
        key.pollEvents().stream().map(e -> e.kind() + " " + e.context()).toList();
    assertTrue(key.reset());
    assertNull(service.poll());
    return events;
  }

  @Test
  void aWatchThatNobodyAsksOverflows() throws Exception {
    in(
        Where.SAMPLE_IN_MEMORY,
        dir -> {
          try (WatchService service = dir.getFileSystem().newWatchService()) {
            WatchKey key = dir.register(service, StandardWatchEventKinds.ENTRY_CREATE);
            for (int i = 0; i <= WatchedDirectory.EVENTS_MAX; i++) {
              Files.delete(Files.createFile(dir.resolve("f" + i)));
            }
            List<String> told = told(service, key);
            assertEquals(WatchedDirectory.EVENTS_MAX + 1, told.size());
            assertEquals("OVERFLOW null", told.get(told.size() - 1));
            Files.createFile(dir.resolve("again"));
            assertEquals(List.of("ENTRY_CREATE again"), told(service, key));
          }
        });
  }

  /** As the platform's paths in every answer. */
  @Test
  void pathsAreLikeThePlatforms() throws Exception {
    List<String> texts =
        List.of("", "/", "a", "/a", "a/b", "/a/b/c", "..", "../a", "a/../b", "/..", "/a/./b/../..",
            "a//b/", "./a", ".", "a/..", "/a/b", "b/c");
    in(
        Where.SAMPLE_IN_MEMORY,
        dir -> {
          FileSystem ours = dir.getFileSystem();
          FileSystem platform = FileSystems.getDefault();
          for (String first : texts) {
            assertEquals(
                answers(platform.getPath(first)), answers(ours.getPath(first)), first);
            for (String second : texts) {
              assertEquals(
                  answers(platform.getPath(first), platform.getPath(second)),
                  answers(ours.getPath(first), ours.getPath(second)),
                  () -> first + " and " + second);
            }
          }
        });
  }

  private static List<Object> answers(Path path) {
    List<Object> answers = new ArrayList<>();
    answers.add(path.toString());
    answers.add(path.isAbsolute());
    answers.add(String.valueOf(path.getRoot()));
    answers.add(String.valueOf(path.getFileName()));
    answers.add(String.valueOf(path.getParent()));
    answers.add(path.getNameCount());
    answers.add(path.normalize().toString());
    path.forEach(name -> answers.add(name.toString()));
    return answers;
  }

  private static List<Object> answers(Path first, Path second) {
    List<Object> answers = new ArrayList<>();
    answers.add(first.resolve(second).toString());
    answers.add(first.resolveSibling(second).toString());
    answers.add(first.startsWith(second));
    answers.add(first.endsWith(second));
    answers.add(first.equals(second));
    answers.add(Integer.signum(first.compareTo(second)));
    String way;
    try {
      way = first.relativize(second).toString();
    } catch (IllegalArgumentException e) {
      way = "no way";
    }
    answers.add(way);
    return answers;
  }

  @Test
  void userAttributesRoomAndLifeOfAFilesystem() throws Exception {
    URI uri = URI.create("samplefs://life");
    Path image = folder.resolve("life.img");
    FileSystem fs = FileSystems.newFileSystem(uri, Map.of("image", image, "size", 8 << 20));
    assertThrows(
        FileSystemAlreadyExistsException.class, () -> FileSystems.newFileSystem(uri, Map.of()));
    Path file = Path.of(URI.create("samplefs://life/file"));
    assertEquals(file, fs.getPath("/file"));
    assertEquals(URI.create("samplefs://life/file"), file.toUri());
    Files.write(file, new byte[1 << 20]);
    UserDefinedFileAttributeView user =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    user.write("note", ByteBuffer.wrap(new byte[] {1, 2}));
    assertArrayEquals(new byte[] {1, 2}, (byte[]) Files.getAttribute(file, "user:note"));
    assertNull(Files.getFileAttributeView(file, AclFileAttributeView
        .class));
    FileChannel open = FileChannel.open(file);
    fs.close();
    assertFalse(open.isOpen() || fs.isOpen());
    assertThrows(ClosedFileSystemException.class, () -> Files.size(file));
    assertThrows(FileSystemNotFoundException.class, () -> Path.of(uri));
    try (FileSystem again = FileSystems.newFileSystem(image)) {
      Path found = again.getPath("/file");
      assertEquals(1 << 20, Files.size(found));
      assertNotNull(Files.getAttribute(found, "user:note"));
      long free = Files.getFileStore(found).getUsableSpace();
      Files.delete(found);
      assertTrue(Files.getFileStore(again.getPath("/")).getUsableSpace() >= free + (1 << 20));
    }
  }
}
