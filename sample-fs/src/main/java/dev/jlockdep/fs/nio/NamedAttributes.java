package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.InodeType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Attributes by name: {@code view:name}, and {@code view:name,name} or {@code view:*} to read. */
final class NamedAttributes {
  private static final List<String> BASIC =
      List.of(
          "lastAccessTime", "lastModifiedTime", "creationTime", "size", "isRegularFile",
          "isDirectory", "isSymbolicLink", "isOther", "fileKey");
  private static final List<String> POSIX = List.of("permissions", "owner", "group");
  private static final List<String> UNIX =
      List.of("mode", "ino", "nlink", "uid", "gid", "ctime");
  private static final int FILE_BITS = 0100000;
  private static final int DIRECTORY_BITS = 0040000;
  private static final int LINK_BITS = 0120000;

  private final SamplePath path;
  private final boolean follow;
  private final String view;
  private final String names;

  NamedAttributes(SamplePath path, String text, boolean follow) {
    int colon = text.indexOf(':');
    this.path = path;
    this.follow = follow;
    this.view = colon < 0 ? "basic" : text.substring(0, colon);
    this.names = text.substring(colon + 1);
    if (!AttributeViews.NAMES.contains(view)) {
      throw new UnsupportedOperationException("view \"" + view + "\" not available");
    }
  }

  Map<String, Object> read() throws IOException {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no attributes specified");
    }
    return view.equals("user") ? readUser() : readKnown();
  }

  private Map<String, Object> readUser() throws IOException {
    UserDefinedFileAttributeView user =
        AttributeViews.of(path, UserDefinedFileAttributeView.class, follow);
    Map<String, Object> found = new LinkedHashMap<>();
    List<String> there = user.list();
    for (String name : names.equals("*") ? there : List.of(names.split(","))) {
      if (there.contains(name)) {
        ByteBuffer value = ByteBuffer.allocate(user.size(name));
        user.read(name, value);
        found.put(name, value.array());
      }
    }
    return found;
  }

  private List<String> known() {
    List<String> known = new ArrayList<>();
    if (view.equals("owner")) {
      return List.of("owner");
    }
    known.addAll(BASIC);
    if (!view.equals("basic")) {
      known.addAll(POSIX);
    }
    if (view.equals("unix")) {
      known.addAll(UNIX);
    }
    return known;
  }

  private Map<String, Object> readKnown() throws IOException {
    Snapshot snapshot =
        path.getFileSystem()
            .provider()
            .with(path, follow, inode -> Snapshot.of(path.getFileSystem(), inode));
    List<String> known = known();
    Set<String> wanted = new HashSet<>();
    for (String name : names.split(",")) {
      if (name.equals("*")) {
        wanted.addAll(known);
      } else if (known.contains(name)) {
        wanted.add(name);
      } else {
        throw new IllegalArgumentException(
            "\"" + name + "\" not recognized, known of " + view + ": "
                + String.join(", ", known));
      }
    }
    Map<String, Object> found = new LinkedHashMap<>();
    for (String name : known) {
      if (wanted.contains(name)) {
        found.put(name, value(snapshot, name));
      }
    }
    return found;
  }

  private static Object value(Snapshot of, String name) {
    return switch (name) {
      case "lastAccessTime" -> of.lastAccessTime();
      case "lastModifiedTime" -> of.lastModifiedTime();
      case "creationTime" -> of.creationTime();
      case "size" -> of.size();
      case "isRegularFile" -> of.isRegularFile();
      case "isDirectory" -> of.isDirectory();
      case "isSymbolicLink" -> of.isSymbolicLink();
      case "isOther" -> of.isOther();
      case "fileKey" -> of.fileKey();
      case "permissions" -> of.permissions();
      case "owner" -> of.owner();
      case "group" -> of.group();
      case "mode" -> of.mode() | typeBits(of.type());
      case "ino" -> of.number();
      case "nlink" -> of.links();
      case "uid" -> of.uid();
      case "gid" -> of.gid();
      default -> of.changed();
    };
  }

  private static int typeBits(InodeType type) {
    return switch (type) {
      case FILE -> FILE_BITS;
      case DIRECTORY -> DIRECTORY_BITS;
      case SYMLINK -> LINK_BITS;
    };
  }

  void set(Object value) throws IOException {
    if (view.equals("user")) {
      ByteBuffer bytes =
          value instanceof byte[] array ? ByteBuffer.wrap(array) : (ByteBuffer) value;
      AttributeViews.of(path, UserDefinedFileAttributeView.class, follow).write(names, bytes);
      return;
    }
    if (!known().contains(names)) {
      throw new IllegalArgumentException("\"" + view + ":" + names + "\" not recognized");
    }
    PosixFileAttributeView posix =
        AttributeViews.of(path, PosixFileAttributeView.class, follow);
    switch (names) {
      case "lastModifiedTime" -> posix.setTimes((FileTime) value, null, null);
      case "lastAccessTime" -> posix.setTimes(null, (FileTime) value, null);
      case "creationTime" -> posix.setTimes(null, null, (FileTime) value);
      case "owner" -> posix.setOwner((UserPrincipal) value);
      case "group" -> posix.setGroup((GroupPrincipal) value);
      case "permissions" -> posix.setPermissions(permissions((Set<?>) value));
      default ->
          throw new IllegalArgumentException("\"" + view + ":" + names + "\" cannot be set");
    }
  }

  private static Set<PosixFilePermission> permissions(Set<?> value) {
    Set<PosixFilePermission> checked = new HashSet<>();
    value.forEach(each -> checked.add((PosixFilePermission) each));
    return checked;
  }
}
