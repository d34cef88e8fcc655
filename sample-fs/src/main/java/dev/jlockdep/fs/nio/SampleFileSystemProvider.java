package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.Attributes;
import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.InodeType;
import dev.jlockdep.fs.Mkfs;
import dev.jlockdep.fs.Namespace;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.User;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Scheme {@code samplefs}: {@code samplefs://name/path}. {@code newFileSystem(URI.create(
 * "samplefs://name"), env)} mounts an image, made first if there is none, or a device in memory. Keys
 * of {@code env}: {@code image} (a path; absent: in memory), {@code size} (bytes of a new device, 64
 * MiB), {@code inodes} (of a new filesystem; 0: as suits the size), {@code format} (true: makes a new
 * filesystem over whatever is there), {@code personality} (its name in small letters, xfs), {@code user}
 * and {@code group} (the numbers for whom all is done; 0, root, may everything). {@code
 * newFileSystem(path, env)} mounts an existing image.
 *
 * <p>A mapping of a file is one of a copy ({@link MappedCopy}).
 */
public final class SampleFileSystemProvider extends FileSystemProvider {
  static final String SCHEME = "samplefs";
  private static final int NEW_FILE_MODE = 0644;
  private static final int NEW_DIRECTORY_MODE = 0755;

  private final Map<String, SampleFileSystem> mounted = new ConcurrentHashMap<>();

  @Override
  public String getScheme() {
    return SCHEME;
  }

  // ---- filesystems -----------------------------------------------------------------------------

  @Override
  public SampleFileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
    String name = name(uri);
    if (!uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
      throw new IllegalArgumentException(uri + " has a path; of a new filesystem it must be \"/\"");
    }
    if (mounted.containsKey(name)) {
      throw new FileSystemAlreadyExistsException(uri.toString());
    }
    Object image = env.get("image");
    Path path = image == null || image instanceof Path ? (Path) image : Path.of((String) image);
    boolean fresh =
        path == null || !Files.exists(path) || Boolean.TRUE.equals(env.get("format"));
    MountOptions options = MountOptions.of(env);
    return mount(name, options.device(path, fresh), fresh, options);
  }

  private SampleFileSystem mount(
      String name, BlockDevice device, boolean fresh, MountOptions options) throws IOException {
    SampleFileSystem made = null;
    try {
      if (fresh) {
        Mkfs.run(device, options.inodes());
      }
      SampleFs fs = options.mount(device);
      made = new SampleFileSystem(this, name, device, fs);
      if (fresh) {
        new Attributes(fs, fs.namespace().root()).owner(fs.user().uid(), fs.user().gid());
      }
    } finally {
      if (made == null) {
        device.close();
      }
    }
    if (mounted.putIfAbsent(name, made) != null) {
      made.close();
      throw new FileSystemAlreadyExistsException(SCHEME + "://" + name);
    }
    return made;
  }

  /** Mounts an image under the name of its file; what is no image belongs to another provider. */
  @Override
  public SampleFileSystem newFileSystem(Path path, Map<String, ?> env) throws IOException {
    if (path.getFileSystem() != FileSystems.getDefault()
        || !Files.isRegularFile(path)
        || !Mkfs.isImage(path)) {
      throw new UnsupportedOperationException(path + " is no sample-fs image");
    }
    String name = path.getFileName().toString().replaceAll("[^A-Za-z0-9.-]", "-");
    if (mounted.containsKey(name)) {
      throw new FileSystemAlreadyExistsException(SCHEME + "://" + name);
    }
    MountOptions options = MountOptions.of(env);
    return mount(name, options.device(path, false), false, options);
  }

  @Override
  public SampleFileSystem getFileSystem(URI uri) {
    SampleFileSystem found = mounted.get(name(uri));
    if (found == null) {
      throw new FileSystemNotFoundException(uri.toString());
    }
    return found;
  }

  private static String name(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme()) || uri.getAuthority() == null) {
      throw new IllegalArgumentException(uri + " is not of the form " + SCHEME + "://name/path");
    }
    return uri.getAuthority();
  }

  void closed(SampleFileSystem fs) {
    mounted.remove(fs.name(), fs);
  }

  @Override
  public Path getPath(URI uri) {
    SampleFileSystem fs = getFileSystem(uri);
    if (uri.getPath().isEmpty()) {
      throw new IllegalArgumentException(uri + " has no path");
    }
    return fs.getPath(uri.getPath());
  }

  // ---- finding ---------------------------------------------------------------------------------

  /** What to do with a file that was found. */
  interface Use<T> {
    T use(Inode inode) throws IOException;
  }

  <T> T with(SamplePath path, boolean follow, Use<T> use) throws IOException {
    Namespace names = path.getFileSystem().names();
    Inode inode;
    try {
      inode = names.resolve(path.names(), follow);
    } catch (FileSystemException e) {
      throw named(e, path, null);
    }
    try {
      return use.use(inode);
    } finally {
      names.put(inode);
    }
  }

  /** What to do with a directory and a name in it. */
  private interface PlaceUse<T> {
    T use(Namespace names, Namespace.Place place) throws IOException;
  }

  private static <T> T at(SamplePath path, boolean follow, PlaceUse<T> use) throws IOException {
    Namespace names = path.getFileSystem().names();
    try (Namespace.Place place = names.walk(path.names(), follow)) {
      return use.use(names, place);
    } catch (FileSystemException e) {
      throw named(e, path, null);
    }
  }

  /** The filesystem knows the last name only; users want to see the path. */
  private static FileSystemException named(FileSystemException e, Path path, Path other) {
    String file = path.toString();
    String second = other == null ? null : other.toString();
    FileSystemException named =
        switch (e.getClass().getSimpleName()) {
          case "NoSuchFileException" -> new NoSuchFileException(file, second, e.getReason());
          case "FileAlreadyExistsException" ->
              new FileAlreadyExistsException(second == null ? file : second);
          case "DirectoryNotEmptyException" ->
              new DirectoryNotEmptyException(second == null ? file : second);
          case "NotDirectoryException" -> new NotDirectoryException(file);
          case "NotLinkException" -> new NotLinkException(file);
          case "AccessDeniedException" -> new AccessDeniedException(file, second, null);
          case "FileSystemLoopException" -> new FileSystemLoopException(file);
          default -> new FileSystemException(file, second, e.getReason());
        };
    named.initCause(e);
    return named;
  }

  // ---- opening ---------------------------------------------------------------------------------

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    OpenFile file = open(path, Options.open(options), attributes);
    SampleFileChannel channel = new SampleFileChannel(file);
    file.fs().opened(channel);
    return channel;
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path, Set<? extends OpenOption> options, ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    Options.Open open = Options.open(options);
    if (open.has(StandardOpenOption.APPEND)) {
      throw new UnsupportedOperationException("APPEND not allowed");
    }
    OpenFile file = open(path, open, attributes);
    SampleAsynchronousFileChannel channel =
        new SampleAsynchronousFileChannel(file, executor == null ? Pool.SHARED : executor);
    file.fs().opened(channel);
    return channel;
  }

  /** Made when the first asynchronous channel without its own executor is. */
  private static final class Pool {
    static final ExecutorService SHARED =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "samplefs-async");
              thread.setDaemon(true);
              return thread;
            });
  }

  private OpenFile open(Path path, Options.Open options, FileAttribute<?>... attributes)
      throws IOException {
    SamplePath sample = SamplePath.of(path);
    int mode = Permissions.of(attributes, NEW_FILE_MODE);
    boolean onlyNew = options.creates() && options.has(StandardOpenOption.CREATE_NEW);
    Inode inode =
        at(
            sample,
            options.follow() && !onlyNew,
            (names, place) -> openOrMake(names, place, options, mode));
    boolean deletes = options.has(StandardOpenOption.DELETE_ON_CLOSE);
    OpenFile file =
        new OpenFile(sample.getFileSystem(), inode, options, deletes ? sample : null);
    if (options.write() && options.has(StandardOpenOption.TRUNCATE_EXISTING)) {
      file.truncate(0);
    }
    return file;
  }

  private static Inode openOrMake(
      Namespace names, Namespace.Place place, Options.Open options, int mode)
      throws IOException {
    Inode there = place.inode();
    boolean onlyNew = options.has(StandardOpenOption.CREATE_NEW);
    while (there == null) {
      if (!options.creates()) {
        throw new NoSuchFileException(place.name());
      }
      try {
        return names.create(place.dir(), place.name(), mode);
      } catch (FileAlreadyExistsException e) {
        if (onlyNew) {
          throw e;
        }
        there = names.child(place.dir(), place.name()); // somebody else made it
      }
    }
    if (options.creates() && onlyNew) {
      throw new FileAlreadyExistsException(place.name());
    }
    boolean looksOnly = there.type() == InodeType.DIRECTORY && !options.write();
    if (there.type() != InodeType.FILE && !looksOnly) {
      throw new FileSystemException(
          place.name(), null,
          there.type() == InodeType.DIRECTORY ? "Is a directory" : "Is a symbolic link");
    }
    names.user().require(there, options.rights(), place.name());
    if (there == place.inode()) {
      there.use(); // the place gives its own use back
    }
    return there;
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    SamplePath dir = SamplePath.of(path);
    Objects.requireNonNull(filter);
    return with(
        dir,
        true,
        inode -> {
          if (inode.type() != InodeType.DIRECTORY) {
            throw new NotDirectoryException(dir.toString());
          }
          dir.getFileSystem().mounted().user().require(inode, User.READ, dir.toString());
          SampleDirectoryStream stream =
              new SampleDirectoryStream(dir, dir.getFileSystem().names().list(inode), filter);
          dir.getFileSystem().opened(stream);
          return stream;
        });
  }

  // ---- making and taking away ------------------------------------------------------------------

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    int mode = Permissions.of(attributes, NEW_DIRECTORY_MODE);
    at(
        SamplePath.of(path),
        false,
        (names, place) -> {
          requireNothing(place);
          names.put(names.mkdir(place.dir(), place.name(), mode));
          return null;
        });
  }

  private static void requireNothing(Namespace.Place place) throws IOException {
    if (place.inode() != null) {
      throw new FileAlreadyExistsException(place.name());
    }
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    String text = SamplePath.of(target).toString();
    if (attributes.length > 0) {
      Permissions.of(attributes, 0);
      throw new UnsupportedOperationException("attributes of a new symbolic link");
    }
    at(
        SamplePath.of(link),
        false,
        (names, place) -> {
          requireNothing(place);
          names.put(names.symlink(place.dir(), place.name(), text));
          return null;
        });
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    SamplePath made = SamplePath.of(link);
    if (made.getFileSystem() != SamplePath.of(existing).getFileSystem()) {
      throw new ProviderMismatchException();
    }
    with(
        SamplePath.of(existing),
        false,
        inode ->
            at(
                made,
                false,
                (names, place) -> {
                  requireNothing(place);
                  names.link(inode, place.dir(), place.name());
                  return null;
                }));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    SamplePath path = SamplePath.of(link);
    return with(
        path,
        false,
        inode -> {
          if (inode.type() != InodeType.SYMLINK) {
            throw new NotLinkException(path.toString());
          }
          return path.getFileSystem().getPath(inode.target());
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    at(
        SamplePath.of(path),
        false,
        (names, place) -> {
          if (place.inode() != null && place.name().equals(".")) {
            throw new FileSystemException(place.name(), null, "Device or resource busy");
          }
          names.remove(place.dir(), place.name());
          return null;
        });
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    new Copying(this, SamplePath.of(source), SamplePath.of(target)).copy(options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    new Copying(this, SamplePath.of(source), SamplePath.of(target)).move(options);
  }

  /** Gives a file another name in the same filesystem. */
  void rename(SamplePath source, SamplePath target, Namespace.Rename how) throws IOException {
    Namespace names = source.getFileSystem().names();
    try (Namespace.Place from = names.walk(source.names(), false);
        Namespace.Place to = names.walk(target.names(), false)) {
      names.rename(from.dir(), from.name(), to.dir(), to.name(), how);
    } catch (FileSystemException e) {
      throw named(e, source, target);
    }
  }

  // ---- attributes ------------------------------------------------------------------------------

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    SamplePath first = SamplePath.of(path);
    if (first.equals(other)) {
      return true;
    }
    if (!(Objects.requireNonNull(other) instanceof SamplePath second)
        || second.getFileSystem() != first.getFileSystem()) {
      return false;
    }
    return with(first, true, one -> with(second, true, two -> one == two));
  }

  @Override
  public boolean isHidden(Path path) {
    SamplePath.of(path).getFileSystem().mounted(); // fails once it is closed
    SamplePath name = SamplePath.of(path).getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    SamplePath sample = SamplePath.of(path);
    return with(sample, true, inode -> new SampleFileStore(sample.getFileSystem()));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    SamplePath sample = SamplePath.of(path);
    int rights = 0;
    for (AccessMode mode : Set.of(modes)) {
      rights |=
          switch (mode) {
            case READ -> User.READ;
            case WRITE -> User.WRITE;
            case EXECUTE -> User.EXECUTE;
          };
    }
    int wanted = rights;
    with(
        sample,
        true,
        inode -> {
          sample.getFileSystem().mounted().user().require(inode, wanted, sample.toString());
          return null;
        });
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    SamplePath.of(path).getFileSystem().mounted(); // fails once it is closed
    return AttributeViews.of(
        SamplePath.of(path), Objects.requireNonNull(type), Options.follows(options));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    SamplePath sample = SamplePath.of(path);
    if (Objects.requireNonNull(type) != BasicFileAttributes.class
        && type != PosixFileAttributes.class) {
      throw new UnsupportedOperationException("attributes " + type.getName());
    }
    return type.cast(
        with(
            sample,
            Options.follows(options),
            inode -> Snapshot.of(sample.getFileSystem(), inode)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return new NamedAttributes(SamplePath.of(path), names, Options.follows(options)).read();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    new NamedAttributes(SamplePath.of(path), name, Options.follows(options)).set(value);
  }
}
