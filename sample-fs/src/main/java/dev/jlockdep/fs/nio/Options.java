package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.User;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** The options of {@code java.nio.file}, checked. */
final class Options {
  private Options() {}

  static boolean follows(LinkOption... options) {
    boolean follows = true;
    for (LinkOption option : options) {
      follows &= Objects.requireNonNull(option) != LinkOption.NOFOLLOW_LINKS;
    }
    return follows;
  }

  /** How to open a file. */
  record Open(Set<StandardOpenOption> set, boolean follow) {
    boolean has(StandardOpenOption option) {
      return set.contains(option);
    }

    boolean creates() {
      return write() && (has(StandardOpenOption.CREATE) || has(StandardOpenOption.CREATE_NEW));
    }

    boolean read() {
      return has(StandardOpenOption.READ);
    }

    boolean write() {
      return has(StandardOpenOption.WRITE);
    }

    /** What the user must be allowed to do with a file that is there. */
    int rights() {
      return (read() ? User.READ : 0) | (write() ? User.WRITE : 0);
    }

    boolean synchronous() {
      return has(StandardOpenOption.SYNC) || has(StandardOpenOption.DSYNC);
    }
  }

  static Open open(Collection<? extends OpenOption> options) {
    Set<StandardOpenOption> set = EnumSet.noneOf(StandardOpenOption.class);
    boolean follow = true;
    for (OpenOption option : options) {
      if (Objects.requireNonNull(option) instanceof StandardOpenOption standard) {
        set.add(standard);
      } else if (option == LinkOption.NOFOLLOW_LINKS) {
        follow = false;
      } else {
        throw new UnsupportedOperationException("open option " + option);
      }
    }
    boolean append = set.contains(StandardOpenOption.APPEND);
    if (append && set.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("READ + APPEND not allowed");
    }
    if (append && set.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      throw new IllegalArgumentException("APPEND + TRUNCATE_EXISTING not allowed");
    }
    if (append) {
      set.add(StandardOpenOption.WRITE);
    }
    if (!set.contains(StandardOpenOption.WRITE)) {
      set.add(StandardOpenOption.READ);
    }
    return new Open(set, follow);
  }

  /** How to copy or move. */
  record Copy(boolean replace, boolean attributes, boolean atomic, boolean follow) {}

  static Copy copy(boolean move, CopyOption... options) {
    boolean replace = false;
    boolean attributes = false;
    boolean atomic = false;
    boolean follow = true;
    for (CopyOption option : options) {
      Objects.requireNonNull(option);
      if (option == StandardCopyOption.REPLACE_EXISTING) {
        replace = true;
      } else if (option == LinkOption.NOFOLLOW_LINKS) {
        follow = false;
      } else if (option == StandardCopyOption.COPY_ATTRIBUTES && !move) {
        attributes = true;
      } else if (option == StandardCopyOption.ATOMIC_MOVE && move) {
        atomic = true;
      } else {
        throw new UnsupportedOperationException((move ? "move" : "copy") + " option " + option);
      }
    }
    return new Copy(replace, attributes, atomic, follow);
  }
}
