package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.Personality;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What the map of {@code newFileSystem} says of a filesystem to be mounted; what it does not say has a
 * default.
 *
 * @param bytes of a new device
 * @param inodes of a new filesystem; 0: as suits the size
 */
record MountOptions(long bytes, int inodes, Personality personality, User user) {
  private static final long DEFAULT_BYTES = 64L << 20;

  static MountOptions of(Map<String, ?> env) {
    int uid = (int) number(env, "user", User.ROOT.uid());
    return new MountOptions(
        number(env, "size", DEFAULT_BYTES),
        (int) number(env, "inodes", 0),
        personality(env.get("personality")),
        new User(uid, (int) number(env, "group", uid)));
  }

  private static long number(Map<String, ?> env, String key, long standard) {
    Object value = env.get(key);
    if (value == null) {
      return standard;
    }
    if (value instanceof Number number && number.longValue() >= 0) {
      return number.longValue();
    }
    throw new IllegalArgumentException(key + " is \"" + value + "\", must be a number from 0");
  }

  private static Personality personality(Object value) {
    if (value == null) {
      return Personality.XFS;
    }
    for (Personality each : Personality.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "personality is \"" + value + "\", known: "
            + Arrays.toString(Personality.values()).toLowerCase(Locale.ROOT));
  }

  /**
   * The device that the filesystem is on.
   *
   * @param image null for in memory
   */
  BlockDevice device(Path image, boolean fresh) throws IOException {
    long size = fresh ? bytes : Files.size(image);
    if (personality == Personality.DAX) {
      return BlockDevice.persistentMemory(image, Math.toIntExact(size));
    }
    return image == null
        ? BlockDevice.inMemory(Math.toIntExact(size))
        : BlockDevice.onFile(image, size);
  }

  SampleFs mount(BlockDevice device) throws IOException {
    return SampleFs.mount(
        device, Fault.parse(System.getProperty("samplefs.fault", "")), new Gates(), personality,
        user);
  }
}
