package dev.jlockdep.fs;

import dev.jlockdep.api.Scope;
import java.io.IOException;
import java.util.List;

/** The attributes of a file, with the extended ones. Thread-safe. */
public final class Attributes {
  /** Rights, with set-id and sticky bits. */
  private static final int MODE_BITS = 07777;
  static final int XATTR_NAME_BYTES_MAX = 255;

  private final SampleFs fs;
  private final Inode inode;

  public Attributes(SampleFs fs, Inode inode) {
    this.fs = fs;
    this.inode = inode;
  }

  public void mode(int bits) throws IOException {
    change(() -> inode.setMode(bits & MODE_BITS));
  }

  public void owner(int uid, int gid) throws IOException {
    change(() -> inode.setOwner(uid, gid));
  }

  /** In nanoseconds since 1970; null leaves a time as it is. */
  public void times(Long accessed, Long modified, Long created) throws IOException {
    change(() -> inode.setTimes(accessed, modified, created));
  }

  private void change(Runnable what) throws IOException {
    fs.enterChange();
    try {
      inode.iRwsem().lockWrite();
      try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
        what.run();
      } finally {
        inode.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
  }

  /** The value of an extended attribute; null when there is none. */
  public byte[] get(String name) {
    inode.xattrSem().lockRead();
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.SHARED)) {
      byte[] value = inode.xattr(name);
      return value == null ? null : value.clone();
    } finally {
      inode.xattrSem().unlockRead();
    }
  }

  public List<String> names() {
    inode.xattrSem().lockRead();
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.SHARED)) {
      return inode.xattrNames();
    } finally {
      inode.xattrSem().unlockRead();
    }
  }

  public void set(String name, byte[] value) throws IOException {
    int bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > XATTR_NAME_BYTES_MAX) {
      throw new IOException(
          "attribute name of " + bytes + " bytes, at least 1, at most " + XATTR_NAME_BYTES_MAX);
    }
    setXattr(name, value);
  }

  /** Nothing happens when there is none of that name. */
  public void remove(String name) throws IOException {
    setXattr(name, null);
  }

  private void setXattr(String name, byte[] value) throws IOException {
    fs.enterChange();
    try {
      inode.iRwsem().lockWrite();
      try {
        inode.xattrSem().lockWrite();
        try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
          inode.setXattr(name, value, fs.allocGroup());
        } finally {
          inode.xattrSem().unlockWrite();
        }
      } finally {
        inode.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
  }
}
