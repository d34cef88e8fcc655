package dev.jlockdep.fs.nio;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The nine permission bits of a mode; the enum has them from the highest bit down. */
final class Permissions {
  private static final int HIGHEST = 0400;
  static final int BITS = 0777;
  static final String ATTRIBUTE = "posix:permissions";

  private Permissions() {}

  static Set<PosixFilePermission> of(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode & HIGHEST >> permission.ordinal()) != 0) {
        set.add(permission);
      }
    }
    return set;
  }

  static int bits(Set<?> permissions) {
    int bits = 0;
    for (Object permission : permissions) {
      bits |= HIGHEST >> ((PosixFilePermission) permission).ordinal();
    }
    return bits;
  }

  /** The mode that a new file is to have. */
  static int of(FileAttribute<?>[] attributes, int standard) {
    int mode = standard;
    for (FileAttribute<?> attribute : attributes) {
      if (!attribute.name().equals(ATTRIBUTE)) {
        throw new UnsupportedOperationException(
            "\"" + attribute.name() + "\" cannot be set when a file is made, only " + ATTRIBUTE);
      }
      mode = bits((Set<?>) attribute.value());
    }
    return mode;
  }
}
