package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.BlockDevice;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Objects;
import java.util.Set;

/** How much room a filesystem has (statfs). */
final class SampleFileStore extends FileStore {
  private static final Set<Class<? extends FileAttributeView>> VIEWS =
      Set.of(
          BasicFileAttributeView.class, FileOwnerAttributeView.class,
          PosixFileAttributeView.class, UserDefinedFileAttributeView.class);

  private final SampleFileSystem fs;

  SampleFileStore(SampleFileSystem fs) {
    this.fs = fs;
  }

  @Override
  public String name() {
    return fs.name();
  }

  @Override
  public String type() {
    return SampleFileSystemProvider.SCHEME;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public long getTotalSpace() {
    return fs.mounted().blocks() * BlockDevice.BLOCK_BYTES;
  }

  @Override
  public long getUsableSpace() {
    return getUnallocatedSpace();
  }

  @Override
  public long getUnallocatedSpace() {
    return fs.mounted().freeBlocks() * BlockDevice.BLOCK_BYTES;
  }

  @Override
  public long getBlockSize() {
    return BlockDevice.BLOCK_BYTES;
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return VIEWS.contains(type);
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return AttributeViews.NAMES.contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
    Objects.requireNonNull(type);
    return null;
  }

  @Override
  public Object getAttribute(String attribute) throws IOException {
    return switch (attribute) {
      case "totalSpace" -> getTotalSpace();
      case "usableSpace" -> getUsableSpace();
      case "unallocatedSpace" -> getUnallocatedSpace();
      default ->
          throw new UnsupportedOperationException(
              "\"" + attribute + "\", known: totalSpace, usableSpace, unallocatedSpace");
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampleFileStore that && that.fs == fs;
  }

  @Override
  public int hashCode() {
    return fs.hashCode();
  }

  @Override
  public String toString() {
    return fs.toString();
  }
}
