package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.Attributes;
import dev.jlockdep.fs.Inode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The views of a file's attributes: basic, posix, owner and user. */
final class AttributeViews {
  static final Set<String> NAMES = Set.of("basic", "posix", "owner", "unix", "user");
  /** Extended attributes of users live in this part of the names, as on Linux. */
  private static final String USER = "user.";

  private AttributeViews() {}

  /** Null for a view that there is not. */
  static <V extends FileAttributeView> V of(SamplePath path, Class<V> type, boolean follow) {
    if (type == BasicFileAttributeView.class) {
      return type.cast(new Posix(path, follow, "basic"));
    }
    if (type == PosixFileAttributeView.class) {
      return type.cast(new Posix(path, follow, "posix"));
    }
    if (type == FileOwnerAttributeView.class) {
      return type.cast(new Posix(path, follow, "owner"));
    }
    return type == UserDefinedFileAttributeView.class
        ? type.cast(new User(path, follow))
        : null;
  }

  /** What to do with a file. */
  private interface Use<T> {
    T use(Inode inode) throws IOException;
  }

  private static <T> T with(SamplePath path, boolean follow, Use<T> use) throws IOException {
    return path.getFileSystem().provider().with(path, follow, use::use);
  }

  private static Attributes attributes(SamplePath path, Inode inode) {
    return new Attributes(path.getFileSystem().mounted(), inode);
  }

  private static final class Posix implements PosixFileAttributeView {
    private final SamplePath path;
    private final boolean follow;
    private final String name;

    Posix(SamplePath path, boolean follow, String name) {
      this.path = path;
      this.follow = follow;
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Snapshot readAttributes() throws IOException {
      return with(path, follow, inode -> Snapshot.of(path.getFileSystem(), inode));
    }

    @Override
    public void setTimes(FileTime modified, FileTime accessed, FileTime created)
        throws IOException {
      with(
          path,
          follow,
          inode -> {
            attributes(path, inode).times(nanos(accessed), nanos(modified), nanos(created));
            return null;
          });
    }

    private static Long nanos(FileTime time) {
      return time == null ? null : time.to(TimeUnit.NANOSECONDS);
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return readAttributes().owner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      int uid = Principals.id(owner);
      with(
          path,
          follow,
          inode -> {
            attributes(path, inode).owner(uid, inode.gid());
            return null;
          });
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
      int gid = Principals.id(group);
      with(
          path,
          follow,
          inode -> {
            attributes(path, inode).owner(inode.uid(), gid);
            return null;
          });
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
      int bits = Permissions.bits(permissions);
      with(
          path,
          follow,
          inode -> {
            attributes(path, inode).mode(inode.mode() & ~Permissions.BITS | bits);
            return null;
          });
    }
  }

  private static final class User implements UserDefinedFileAttributeView {
    private final SamplePath path;
    private final boolean follow;

    User(SamplePath path, boolean follow) {
      this.path = path;
      this.follow = follow;
    }

    @Override
    public String name() {
      return "user";
    }

    @Override
    public List<String> list() throws IOException {
      List<String> names = new ArrayList<>();
      for (String name : with(path, follow, inode -> attributes(path, inode).names())) {
        if (name.startsWith(USER)) {
          names.add(name.substring(USER.length()));
        }
      }
      return names;
    }

    private byte[] value(String name) throws IOException {
      byte[] value = with(path, follow, inode -> attributes(path, inode).get(USER + name));
      if (value == null) {
        throw new NoSuchFileException(path.toString(), null, "no attribute \"" + name + "\"");
      }
      return value;
    }

    @Override
    public int size(String name) throws IOException {
      return value(name).length;
    }

    @Override
    public int read(String name, ByteBuffer into) throws IOException {
      OpenFile.checkFillable(into);
      byte[] value = value(name);
      if (into.remaining() < value.length) {
        throw new IOException(
            "attribute \"" + name + "\" has " + value.length + " bytes, there is room for "
                + into.remaining());
      }
      into.put(value);
      return value.length;
    }

    @Override
    public int write(String name, ByteBuffer from) throws IOException {
      byte[] value = new byte[from.remaining()];
      from.get(value);
      with(
          path,
          follow,
          inode -> {
            attributes(path, inode).set(USER + name, value);
            return null;
          });
      return value.length;
    }

    @Override
    public void delete(String name) throws IOException {
      value(name);
      with(
          path,
          follow,
          inode -> {
            attributes(path, inode).remove(USER + name);
            return null;
          });
    }
  }
}
