package dev.jlockdep.fs;

/** What an inode is. */
public enum InodeType {
  FILE(1),
  DIRECTORY(2),
  SYMLINK(3);

  private final int code;

  InodeType(int code) {
    this.code = code;
  }

  /** How it is written on the device; 0 is a free inode. */
  int code() {
    return code;
  }

  static InodeType of(int code) throws CorruptImageException {
    for (InodeType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new CorruptImageException("inode of unknown type " + code);
  }
}
