package dev.jlockdep.fs.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.fs.Attributes;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.SampleFs;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the mount's user may do: by the owner's bits, the group's or those of all others. */
@Timeout(60)
class PermissionsTest {
  private static final int USER = 1000;
  private static final int GROUP = 100;
  private static final int SOMEBODY = 7;
  private static final int ALL = 07777;
  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int EXECUTE = 1;
  private static final int STICKY = 01000;

  private FileSystem fs;
  private int made;

  @BeforeEach
  void mount() throws IOException {
    fs = mounted(USER, GROUP);
  }

  @AfterEach
  void unmount() throws IOException {
    fs.close();
  }

  private static FileSystem mounted(int user, int group) throws IOException {
    return FileSystems.newFileSystem(
        URI.create("samplefs://permissions"),
        Map.of("size", 4 << 20, "user", user, "group", group));
  }

  /** What the user is to a file, and where the bits for that are. */
  private enum Role {
    OWNER(USER, SOMEBODY, 6),
    GROUP_MEMBER(SOMEBODY, GROUP, 3),
    OTHER(SOMEBODY, SOMEBODY, 0);

    final int uid;
    final int gid;
    final int shift;

    Role(int uid, int gid, int shift) {
      this.uid = uid;
      this.gid = gid;
      this.shift = shift;
    }
  }

  /** A call, and the bits that it needs of the directory and of the file in it. */
  private enum Call {
    LOOK_UP(EXECUTE, 0, file -> Files.size(file)),
    LIST(READ, 0, file -> list(file.getParent())),
    WATCH(READ, 0, file -> watch(file.getParent())),
    READ_FILE(EXECUTE, READ, file -> Files.readAllBytes(file)),
    WRITE_FILE(EXECUTE, WRITE, file -> Files.write(file, new byte[1])),
    APPEND(EXECUTE, WRITE, file -> Files.write(file, new byte[1], StandardOpenOption.APPEND)),
    READ_AND_WRITE(EXECUTE, READ | WRITE, file -> openBoth(file)),
    MAY_EXECUTE(EXECUTE, EXECUTE, file -> require(Files.isExecutable(file), file)),
    CREATE(WRITE | EXECUTE, 0, file -> Files.createFile(beside(file))),
    MAKE_DIRECTORY(WRITE | EXECUTE, 0, file -> Files.createDirectory(beside(file))),
    LINK(WRITE | EXECUTE, 0, file -> Files.createLink(beside(file), file)),
    SYMLINK(WRITE | EXECUTE, 0, file -> Files.createSymbolicLink(beside(file), file)),
    RENAME(WRITE | EXECUTE, 0, file -> Files.move(file, beside(file))),
    DELETE(WRITE | EXECUTE, 0, file -> Files.delete(file)),
    READ_ATTRIBUTE(EXECUTE, READ, file -> user(file).size("known")),
    WRITE_ATTRIBUTE(EXECUTE, WRITE, file -> user(file).write("new", ByteBuffer.allocate(1)));

    final int ofDirectory;
    final int ofFile;
    final Body body;

    Call(int ofDirectory, int ofFile, Body body) {
      this.ofDirectory = ofDirectory;
      this.ofFile = ofFile;
      this.body = body;
    }
  }

  private interface Body {
    void run(Path file) throws IOException;
  }

  private static void list(Path dir) throws IOException {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(dir)) {
      names.forEach(Path::getFileName);
    }
  }

  private static void watch(Path dir) throws IOException {
    try (WatchService watch = dir.getFileSystem().newWatchService()) {
      dir.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    }
  }

  private static void openBoth(Path file) throws IOException {
    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
  }

  private static void require(boolean may, Path file) throws IOException {
    if (!may) {
      throw new AccessDeniedException(file.toString());
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling("beside");
  }

  private static UserDefinedFileAttributeView user(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }

  // ---- the nine bits ---------------------------------------------------------------------------

  /** Exactly what a call needs is enough; without any one of it, or with what others have, it is not. */
  @ParameterizedTest
  @EnumSource
  void aCallNeedsItsBits(Call call) throws IOException {
    for (Role role : Role.values()) {
      call.body.run(file(role, call.ofDirectory << role.shift, call.ofFile << role.shift));
      for (int bit : new int[] {READ, WRITE, EXECUTE}) {
        if ((call.ofDirectory & bit) != 0) {
          assertDenied(
              call, file(role, (call.ofDirectory & ~bit) << role.shift, ALL & ~STICKY));
        }
        if ((call.ofFile & bit) != 0) {
          assertDenied(
              call, file(role, ALL & ~STICKY, (call.ofFile & ~bit) << role.shift));
        }
      }
      assertDenied(call, file(role, ~(7 << role.shift) & 0777, 0777));
    }
  }

  private static void assertDenied(Call call, Path file) {
    AccessDeniedException denied =
        assertThrows(AccessDeniedException.class, () -> call.body.run(file), call::name);
    assertTrue(denied.getFile().startsWith(file.getParent().toString()), denied::getFile);
  }

  /** A new file in a new directory, both with that mode and belonging to whom the role says. */
  private Path file(Role role, int ofDirectory, int ofFile) throws IOException {
    Path dir = Files.createDirectory(fs.getPath("/dir" + made++));
    Path file = Files.write(dir.resolve("file"), new byte[1]);
    user(file).write("known", ByteBuffer.allocate(1));
    change(file, role.uid, role.gid, ofFile);
    change(dir, role.uid, role.gid, ofDirectory);
    return file;
  }

  /** As root would, past the checks. */
  private void change(Path path, int uid, int gid, int mode) throws IOException {
    SampleFs mounted = ((SampleFileSystem) fs).mounted();
    SamplePath of = (SamplePath) path;
    Inode inode = mounted.namespace().resolve(of.names(), false);
    Attributes attributes = new Attributes(mounted, inode);
    attributes.owner(uid, gid);
    attributes.mode(mode);
    mounted.namespace().put(inode);
  }

  /** Only to run a file there must be a bit for somebody. */
  @Test
  void rootMayEverything() throws IOException {
    fs.close();
    fs = mounted(0, 0);
    for (Call call : Call.values()) {
      if (call == Call.MAY_EXECUTE) {
        assertDenied(call, file(Role.OTHER, 0, 0));
        call.body.run(file(Role.OTHER, 0, EXECUTE << Role.OWNER.shift));
      } else {
        call.body.run(file(Role.OTHER, 0, 0));
      }
    }
  }

  @Test
  void accessOfAnOpenFileWasDecidedWhenItWasOpened() throws IOException {
    Path file = file(Role.OWNER, 0700, 0600);
    try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
      change(file, USER, GROUP, 0);
      assertEquals(1, open.write(ByteBuffer.allocate(1)));
    }
  }

  /** The mode a file is made with is for those who come later. */
  @Test
  void aNewFileMayBeWrittenThoughItsModeForbidsIt() throws IOException {
    Path file = file(Role.OWNER, 0700, 0).resolveSibling("new");
    try (FileChannel made =
        FileChannel.open(
            file, java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")))) {
      assertEquals(1, made.write(ByteBuffer.allocate(1)));
    }
    assertThrows(AccessDeniedException.class, () -> Files.readAllBytes(file));
  }

  @Test
  void everyDirectoryOnTheWayIsSearched() throws IOException {
    Path file = file(Role.OWNER, 0700, 0600);
    Path link = Files.createSymbolicLink(fs.getPath("/link"), file.getParent());
    assertEquals(1, Files.size(link.resolve("file")));
    change(file.getParent(), USER, GROUP, 0600);
    assertThrows(AccessDeniedException.class, () -> Files.size(link.resolve("file")));
    assertThrows(AccessDeniedException.class, () -> Files.size(file.getParent().resolve(".")));
    assertTrue(Files.isDirectory(link), "the directory itself is found");
  }

  // ---- directories -----------------------------------------------------------------------------

  /** Its entry for the parent is changed. */
  @Test
  void aDirectoryGetsAnotherParentOnlyIfItMayBeWritten() throws IOException {
    Path from = Files.createDirectory(fs.getPath("/from"));
    Path to = Files.createDirectory(fs.getPath("/to"));
    Path moved = Files.createDirectory(from.resolve("moved"));
    change(moved, SOMEBODY, SOMEBODY, 0755);
    assertThrows(AccessDeniedException.class, () -> Files.move(moved, to.resolve("moved")));
    assertTrue(Files.exists(moved));
    Files.move(moved, from.resolve("other"));
    change(from.resolve("other"), SOMEBODY, SOMEBODY, 0757);
    Files.move(from.resolve("other"), to.resolve("moved"));
  }

  /** The limit: one of both owners is enough, none is too few. */
  @ParameterizedTest
  @CsvSource({"1000, 7, true", "7, 1000, true", "7, 7, false"})
  void inAStickyDirectoryOnlyOwnersTakeAway(int ownsFile, int ownsDirectory, boolean may)
      throws IOException {
    Path file = file(Role.OWNER, 0700, 0600);
    change(file, ownsFile, SOMEBODY, 0666);
    change(file.getParent(), ownsDirectory, SOMEBODY, STICKY | 0777);
    Executable delete = () -> Files.delete(file);
    Path mine = Files.createFile(beside(file));
    Executable replace =
        () -> Files.move(mine, file, StandardCopyOption.ATOMIC_MOVE);
    Executable rename = () -> Files.move(file, file.resolveSibling("renamed"));
    if (may) {
      assertEquals(file, Files.move(mine, file, StandardCopyOption.ATOMIC_MOVE));
      Files.delete(file);
    } else {
      assertThrows(AccessDeniedException.class, delete);
      assertThrows(AccessDeniedException.class, replace);
      assertThrows(AccessDeniedException.class, rename);
    }
  }

  // ---- attributes ------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void modeAndTimesAreTheOwners(Role role) throws IOException {
    Path file = file(role, 0777, 0666);
    FileTime time = FileTime.fromMillis(1);
    Executable mode =
        () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Executable times = () -> Files.setLastModifiedTime(file, time);
    if (role == Role.OWNER) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
      Files.setLastModifiedTime(file, time);
      assertEquals(time, Files.getLastModifiedTime(file));
    } else {
      assertThrows(AccessDeniedException.class, mode);
      assertThrows(AccessDeniedException.class, times);
    }
  }

  @Test
  void onlyRootGivesAFileAway() throws IOException {
    Path file = file(Role.OWNER, 0777, 0666);
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class);
    var names = fs.getUserPrincipalLookupService();
    assertThrows(
        AccessDeniedException.class, () -> view.setOwner(names.lookupPrincipalByName("7")));
    view.setOwner(names.lookupPrincipalByName(String.valueOf(USER)));
    assertThrows(
        AccessDeniedException.class, () -> view.setGroup(names.lookupPrincipalByGroupName("8")));
    view.setGroup(names.lookupPrincipalByGroupName(String.valueOf(GROUP)));
    change(file, SOMEBODY, GROUP, 0666);
    assertThrows(
        AccessDeniedException.class,
        () -> view.setGroup(names.lookupPrincipalByGroupName(String.valueOf(GROUP))));
  }

  @Test
  void whatIsMadeBelongsToTheUser() throws IOException {
    Path file = Files.createFile(fs.getPath("/mine"));
    assertEquals(USER, Files.getAttribute(file, "unix:uid"));
    assertEquals(GROUP, Files.getAttribute(file, "unix:gid"));
    assertEquals(USER, Files.getAttribute(fs.getPath("/"), "unix:uid"));
  }

  @Test
  void aCopyBelongsToWhomMadeIt() throws IOException {
    Path file = file(Role.GROUP_MEMBER, 0777, 0644);
    Path copy =
        Files.copy(file, fs.getPath("/copy"), StandardCopyOption.COPY_ATTRIBUTES);
    assertEquals(USER, Files.getAttribute(copy, "unix:uid"));
    change(file, SOMEBODY, SOMEBODY, 0640);
    assertThrows(
        AccessDeniedException.class, () -> Files.copy(file, fs.getPath("/second")));
    assertFalse(Files.isReadable(file));
  }

  // ---- the options -----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "user, -1, 'user is \"-1\", must be a number from 0'",
    "group, root, 'group is \"root\", must be a number from 0'",
    "personality, ext4, 'personality is \"ext4\", known: [xfs, dax, gfs, extent]'"
  })
  void aWrongOptionIsNamed(String key, String value, String message) {
    Object given = value.equals("-1") ? (Object) (-1) : value;
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> FileSystems.newFileSystem(URI.create("samplefs://wrong"), Map.of(key, given)));
    assertEquals(message, wrong.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"xfs", "extent", "gfs", "dax"})
  void everyPersonalityCanBeMounted(String personality) throws IOException {
    try (FileSystem other =
        FileSystems.newFileSystem(
            URI.create("samplefs://" + personality), Map.of("personality", personality))) {
      Path file = Files.writeString(other.getPath("/file"), personality);
      assertEquals(personality, Files.readString(file));
    }
  }
}
