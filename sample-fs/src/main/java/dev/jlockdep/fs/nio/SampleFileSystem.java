package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.InodeType;
import dev.jlockdep.fs.Namespace;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Watcher;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A mounted sample filesystem. Closing it closes what was opened through it and unmounts; calls that
 * are under way then may fail. Thread-safe.
 */
final class SampleFileSystem extends FileSystem {
  private static final int LINKS_FOLLOWED_MAX = 40;

  private final SampleFileSystemProvider provider;
  private final String name;
  private final BlockDevice device;
  private final SampleFs mounted;
  private final FileLocks locks = new FileLocks();
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  SampleFileSystem(
      SampleFileSystemProvider provider, String name, BlockDevice device, SampleFs mounted) {
    this.provider = provider;
    this.name = name;
    this.device = device;
    this.mounted = mounted;
  }

  String name() {
    return name;
  }

  /** The filesystem itself; fails once it is closed. */
  SampleFs mounted() {
    if (closed.get()) {
      throw new ClosedFileSystemException();
    }
    return mounted;
  }

  /** Also of a filesystem that is being closed. */
  void unwatch(Watcher watcher) {
    mounted.unwatch(watcher);
  }

  Namespace names() {
    return mounted().namespace();
  }

  FileLocks locks() {
    return locks;
  }

  void opened(Closeable resource) {
    mounted();
    open.add(resource);
  }

  void closed(Closeable resource) {
    open.remove(resource);
  }

  @Override
  public SampleFileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    provider.closed(this);
    for (Closeable resource : open) {
      resource.close();
    }
    try {
      mounted.close();
    } finally {
      device.close();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    mounted();
    return List.of(SamplePath.root(this));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(new SampleFileStore(this));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    mounted();
    return AttributeViews.NAMES;
  }

  @Override
  public Path getPath(String first, String... more) {
    mounted();
    List<String> parts = new ArrayList<>(List.of(first));
    parts.addAll(List.of(more));
    parts.removeIf(String::isEmpty);
    return SamplePath.parse(this, String.join("/", parts));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    mounted();
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0 || colon == syntaxAndPattern.length() - 1) {
      throw new IllegalArgumentException(
          "\"" + syntaxAndPattern + "\" is not of the form syntax:pattern");
    }
    String syntax = syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT);
    String pattern = syntaxAndPattern.substring(colon + 1);
    Pattern regex =
        switch (syntax) {
          case "glob" -> Pattern.compile(Globs.toRegex(pattern), Pattern.DOTALL);
          case "regex" -> Pattern.compile(pattern);
          default ->
              throw new UnsupportedOperationException(
                  "syntax \"" + syntax + "\", known: glob, regex");
        };
    return path -> regex.matcher(path.toString()).matches();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    mounted();
    return new Principals();
  }

  @Override
  public SampleWatchService newWatchService() {
    mounted();
    SampleWatchService service = new SampleWatchService(this);
    opened(service);
    return service;
  }

  /** The path with no {@code .}, {@code ..} or, if told so, links in it. It must lead somewhere. */
  SamplePath realPath(SamplePath path, boolean follow) throws IOException {
    Deque<String> left = new ArrayDeque<>(path.names());
    List<String> real = new ArrayList<>();
    int followed = 0;
    while (!left.isEmpty()) {
      String next = left.poll();
      if (next.equals("..")) {
        if (!real.isEmpty()) {
          real.remove(real.size() - 1);
        }
        continue;
      }
      if (next.equals(".")) {
        continue;
      }
      real.add(next);
      String target = targetOf(path, real);
      if (target != null && follow) {
        if (++followed > LINKS_FOLLOWED_MAX) {
          throw new FileSystemLoopException(path.toString());
        }
        SamplePath to = SamplePath.parse(this, target);
        real.remove(real.size() - 1);
        if (to.isAbsolute()) {
          real.clear();
        }
        List<String> names = to.names();
        for (int i = names.size() - 1; i >= 0; i--) {
          left.push(names.get(i));
        }
      }
    }
    return SamplePath.parse(this, "/" + String.join("/", real));
  }

  /** Null for what is no link. */
  private String targetOf(SamplePath path, List<String> names) throws IOException {
    Inode inode;
    try {
      inode = names().resolve(names, false);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString());
    }
    try {
      return inode.type() == InodeType.SYMLINK ? inode.target() : null;
    } finally {
      names().put(inode);
    }
  }

  @Override
  public String toString() {
    return SampleFileSystemProvider.SCHEME + "://" + name;
  }
}
