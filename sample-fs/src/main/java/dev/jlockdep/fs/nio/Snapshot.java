package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.InodeType;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The attributes of a file at one time. */
record Snapshot(
    Object fileKey, long number, InodeType type, int mode, int uid, int gid, int links, long size,
    FileTime lastAccessTime, FileTime lastModifiedTime, FileTime creationTime, FileTime changed)
    implements PosixFileAttributes {

  static Snapshot of(SampleFileSystem fs, Inode inode) {
    return new Snapshot(
        fs.name() + "/" + inode.number() + "." + inode.generation(), inode.number(), inode.type(), inode.mode(),
        inode.uid(), inode.gid(), inode.links(), bytes(inode), time(inode.accessed()),
        time(inode.modified()), time(inode.created()), time(inode.changed()));
  }

  private static long bytes(Inode inode) {
    return switch (inode.type()) {
      case FILE -> inode.size();
      case DIRECTORY -> Math.max(BlockDevice.BLOCK_BYTES, inode.size());
      case SYMLINK -> inode.target().getBytes(StandardCharsets.UTF_8).length;
    };
  }

  private static FileTime time(long nanos) {
    return FileTime.from(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public UserPrincipal owner() {
    return new Principals.User(uid);
  }

  @Override
  public GroupPrincipal group() {
    return new Principals.Group(gid);
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    return Permissions.of(mode);
  }

  @Override
  public boolean isRegularFile() {
    return type == InodeType.FILE;
  }

  @Override
  public boolean isDirectory() {
    return type == InodeType.DIRECTORY;
  }

  @Override
  public boolean isSymbolicLink() {
    return type == InodeType.SYMLINK;
  }

  @Override
  public boolean isOther() {
    return false;
  }
}
