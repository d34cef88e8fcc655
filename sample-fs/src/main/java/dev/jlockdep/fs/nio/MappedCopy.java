package dev.jlockdep.fs.nio;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A mapping of a part of a file. Nobody but the JVM can make a MappedByteBuffer, and it makes them of
 * files of the platform only; so the bytes are copied into a temporary one, which is mapped. For modes
 * READ_ONLY and PRIVATE that is a mapping by the rules of {@link FileChannel#map}, which leave open
 * whether later changes of the file are seen: here they are not. READ_WRITE cannot be had: stores would
 * have to reach the file.
 */
final class MappedCopy {
  private MappedCopy() {}

  /** The channel is open. */
  static MappedByteBuffer of(
      SampleFileChannel channel, OpenFile file, MapMode mode, long at, long size)
      throws IOException {
    Objects.requireNonNull(mode);
    if (at < 0 || size < 0 || size > Integer.MAX_VALUE || at + size < 0) {
      throw new IllegalArgumentException(
          "mapping of " + size + " bytes at " + at + ": 0 to " + Integer.MAX_VALUE
              + " bytes from 0 on");
    }
    file.requireReadable();
    if (mode != MapMode.READ_ONLY) {
      file.requireWritable();
    }
    if (mode != MapMode.READ_ONLY && mode != MapMode.PRIVATE) {
      throw new UnsupportedOperationException(
          "mapping in mode " + mode + ": stores would not reach the file; write through the channel,"
              + " or map READ_ONLY or PRIVATE, which gives a copy");
    }
    file.extendTo(at + size);
    return mapped(channel, mode, at, size);
  }

  private static MappedByteBuffer mapped(
      SampleFileChannel channel, MapMode mode, long at, long size) throws IOException {
    Path temporary = Files.createTempFile("sample-fs-mapping", null);
    try (FileChannel copy =
        FileChannel.open(
            temporary, StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      channel.transferTo(at, size, copy);
      return copy.map(mode, 0, size); // longer than the copy if the file was cut off meanwhile
    }
  }
}
