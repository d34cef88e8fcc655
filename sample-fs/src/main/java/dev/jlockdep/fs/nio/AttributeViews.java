package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.Attributes;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.User;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
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
        ? type.cast(new UserDefined(path, follow))
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

  private static User user(SamplePath path) {
    return path.getFileSystem().mounted().user();
  }

  /** To change them is for the owner of the file, and for root. */
  private static Attributes ofOwner(SamplePath path, Inode inode) throws AccessDeniedException {
    if (!user(path).owns(inode)) {
      throw new AccessDeniedException(path.toString());
    }
    return attributes(path, inode);
  }

  /** Extended attributes of users are for whoever may read or write the file. */
  private static Attributes ofUser(SamplePath path, Inode inode, int rights)
      throws AccessDeniedException {
    user(path).require(inode, rights, path.toString());
    return attributes(path, inode);
  }

  /** A file can be given away by root only; to give it what it has is no change. */
  private static void changeOwner(SamplePath path, Inode inode, int uid, int gid)
      throws IOException {
    User user = user(path);
    boolean ownGroup = gid == inode.gid() || gid == user.gid();
    if (!user.isRoot() && (uid != inode.uid() || !ownGroup)) {
      throw new AccessDeniedException(path.toString());
    }
    ofOwner(path, inode).owner(uid, gid);
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
            ofOwner(path, inode).times(nanos(accessed), nanos(modified), nanos(created));
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
            changeOwner(path, inode, uid, inode.gid());
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
            changeOwner(path, inode, inode.uid(), gid);
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
            ofOwner(path, inode).mode(inode.mode() & ~Permissions.BITS | bits);
            return null;
          });
    }
  }

  private static final class UserDefined implements UserDefinedFileAttributeView {
    private final SamplePath path;
    private final boolean follow;

    UserDefined(SamplePath path, boolean follow) {
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
      byte[] value = with(path, follow, inode -> ofUser(path, inode, User.READ).get(USER + name));
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
            ofUser(path, inode, User.WRITE).set(USER + name, value);
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
            ofUser(path, inode, User.WRITE).remove(USER + name);
            return null;
          });
    }
  }
}
