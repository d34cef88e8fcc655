package dev.jlockdep.fs.nio;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * A path of names with {@code /} between them. The empty path has one name, the empty one; relative
 * paths start at the root. Immutable.
 */
final class SamplePath implements Path {
  private static final String UP = "..";
  private static final String HERE = ".";

  private final SampleFileSystem fs;
  private final boolean absolute;
  private final List<String> names;

  private SamplePath(SampleFileSystem fs, boolean absolute, List<String> names) {
    this.fs = fs;
    this.absolute = absolute;
    this.names = !absolute && names.isEmpty() ? List.of("") : List.copyOf(names);
  }

  static SamplePath parse(SampleFileSystem fs, String text) {
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw new InvalidPathException(text, "Nul character not allowed", zero);
    }
    List<String> names = new ArrayList<>();
    for (String name : text.split("/")) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return new SamplePath(fs, text.startsWith("/"), names);
  }

  static SamplePath root(SampleFileSystem fs) {
    return new SamplePath(fs, true, List.of());
  }

  /** Fails for paths of other providers. */
  static SamplePath of(Path path) {
    Objects.requireNonNull(path);
    if (path instanceof SamplePath sample) {
      return sample;
    }
    throw new ProviderMismatchException();
  }

  /** The names on the way from the root. */
  List<String> names() {
    return isEmpty() ? List.of() : names;
  }

  boolean isEmpty() {
    return !absolute && names.size() == 1 && names.get(0).isEmpty();
  }

  @Override
  public SampleFileSystem getFileSystem() {
    return fs;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public SamplePath getRoot() {
    return absolute ? root(fs) : null;
  }

  @Override
  public SamplePath getFileName() {
    return names.isEmpty() ? null : relative(names.subList(names.size() - 1, names.size()));
  }

  private SamplePath relative(List<String> some) {
    return new SamplePath(fs, false, some);
  }

  @Override
  public SamplePath getParent() {
    if (names.isEmpty() || !absolute && names.size() == 1) {
      return null;
    }
    return new SamplePath(fs, absolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public SamplePath getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public SamplePath subpath(int begin, int end) {
    if (begin < 0 || end > names.size() || begin >= end) {
      throw new IllegalArgumentException(
          "names " + begin + " to " + end + " of " + names.size());
    }
    return relative(names.subList(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    if (!(Objects.requireNonNull(other) instanceof SamplePath that) || that.fs != fs
        || that.absolute != absolute || that.isEmpty() != isEmpty()) {
      return false;
    }
    return names.size() >= that.names.size()
        && names.subList(0, that.names.size()).equals(that.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(Objects.requireNonNull(other) instanceof SamplePath that) || that.fs != fs) {
      return false;
    }
    if (that.absolute || that.isEmpty() || isEmpty()) {
      return equals(that);
    }
    int skipped = names.size() - that.names.size();
    return skipped >= 0 && names.subList(skipped, names.size()).equals(that.names);
  }

  @Override
  public SamplePath normalize() {
    Deque<String> left = new ArrayDeque<>();
    for (String name : names) {
      boolean canGoUp = !left.isEmpty() && !left.peekLast().equals(UP);
      if (name.equals(UP) && canGoUp) {
        left.removeLast();
      } else if (!name.equals(HERE) && !(name.equals(UP) && absolute)) {
        left.addLast(name);
      }
    }
    return new SamplePath(fs, absolute, new ArrayList<>(left));
  }

  @Override
  public SamplePath resolve(Path other) {
    SamplePath that = of(other);
    if (that.absolute || isEmpty()) {
      return that;
    }
    if (that.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(that.names);
    return new SamplePath(fs, absolute, all);
  }

  @Override
  public SamplePath relativize(Path other) {
    SamplePath that = of(other);
    if (that.absolute != absolute) {
      throw new IllegalArgumentException("one path is absolute, the other is not");
    }
    if (equals(that)) {
      return relative(List.of());
    }
    if (isEmpty()) {
      return that;
    }
    List<String> from = normalize().names();
    List<String> to = that.normalize().names();
    int common = 0;
    while (common < Math.min(from.size(), to.size())
        && from.get(common).equals(to.get(common))) {
      common++;
    }
    List<String> way = new ArrayList<>();
    for (String name : from.subList(common, from.size())) {
      if (name.equals(UP)) {
        throw new IllegalArgumentException(
            "unable to compute the way from " + this + " to " + other);
      }
      way.add(UP);
    }
    way.addAll(to.subList(common, to.size()));
    return relative(way);
  }

  @Override
  public URI toUri() {
    try {
      return new URI(
          SampleFileSystemProvider.SCHEME, fs.name(), toAbsolutePath().toString(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path that is no URI: " + this, e);
    }
  }

  @Override
  public SamplePath toAbsolutePath() {
    return absolute ? this : new SamplePath(fs, true, names());
  }

  @Override
  public SamplePath toRealPath(LinkOption... options) throws IOException {
    return fs.realPath(this, Options.follows(options));
  }

  @Override
  public File toFile() {
    throw new UnsupportedOperationException(this + " is in no filesystem of the platform");
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
      throws IOException {
    if (!(Objects.requireNonNull(watcher) instanceof SampleWatchService sample)) {
      throw new ProviderMismatchException();
    }
    for (WatchEvent.Modifier modifier : modifiers) {
      Objects.requireNonNull(modifier);
    }
    return sample.register(this, kinds);
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(((SamplePath) other).toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SamplePath that
        && that.fs == fs
        && that.absolute == absolute
        && that.names.equals(names);
  }

  @Override
  public int hashCode() {
    return names.hashCode() * 2 + (absolute ? 1 : 0);
  }

  @Override
  public String toString() {
    return (absolute ? "/" : "") + String.join("/", names);
  }
}
