package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.Namespace;
import dev.jlockdep.fs.SampleFs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/** Copies and moves, within a filesystem and between two of them. */
final class Copying {
  private final SampleFileSystemProvider provider;
  private final SamplePath source;
  private final SamplePath target;

  Copying(SampleFileSystemProvider provider, SamplePath source, SamplePath target) {
    this.provider = provider;
    this.source = source;
    this.target = target;
  }

  void copy(CopyOption... words) throws IOException {
    Options.Copy options = Options.copy(false, words);
    Snapshot from = attributes(source, options.follow());
    if (sameFile(from, options.follow())) {
      return;
    }
    makeRoom(options.replace());
    copy(from, options.attributes());
  }

  private Snapshot attributes(SamplePath path, boolean follow) throws IOException {
    return provider.with(path, follow, inode -> Snapshot.of(path.getFileSystem(), inode));
  }

  private boolean sameFile(Snapshot from, boolean follow) throws IOException {
    try {
      return attributes(target, follow).fileKey().equals(from.fileKey());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void makeRoom(boolean replace) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!replace) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.delete(target);
  }

  private void copy(Snapshot from, boolean withAttributes) throws IOException {
    switch (from.type()) {
      case SYMLINK ->
          Files.createSymbolicLink(
              target,
              target.getFileSystem().getPath(Files.readSymbolicLink(source).toString()));
      case DIRECTORY -> Files.createDirectory(target);
      case FILE -> copyBytes();
    }
    if (!from.isSymbolicLink()) {
      copyAttributes(from, withAttributes);
    }
  }

  private void copyBytes() throws IOException {
    if (source.getFileSystem() == target.getFileSystem()
        && source.getFileSystem().mounted().personality().clones()) {
      shareBlocks();
      return;
    }
    try (OutputStream out =
        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Files.copy(source, out);
    }
  }

  /** Within one image a copy has the blocks of its source, until one of them is written to. */
  private void shareBlocks() throws IOException {
    SampleFs fs = source.getFileSystem().mounted();
    Files.newByteChannel(source).close(); // who may not read it may not copy it
    Files.newByteChannel(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
    provider.with(
        source,
        true,
        from ->
            provider.with(
                target,
                false,
                to -> {
                  fs.file(from).cloneRange(0, fs.file(to), 0, 0);
                  return null;
                }));
  }

  private void copyAttributes(Snapshot from, boolean all) throws IOException {
    PosixFileAttributeView to =
        provider.getFileAttributeView(target, PosixFileAttributeView.class);
    to.setPermissions(from.permissions());
    if (!all) {
      return;
    }
    if (target.getFileSystem().mounted().user().isRoot()) {
      // anybody else keeps what he makes, as on Unix
      to.setOwner(from.owner());
      to.setGroup(from.group());
    }
    UserDefinedFileAttributeView there =
        provider.getFileAttributeView(source, UserDefinedFileAttributeView.class);
    UserDefinedFileAttributeView here =
        provider.getFileAttributeView(target, UserDefinedFileAttributeView.class);
    for (String name : there.list()) {
      ByteBuffer value = ByteBuffer.allocate(there.size(name));
      there.read(name, value);
      here.write(name, value.flip());
    }
    to.setTimes(from.lastModifiedTime(), from.lastAccessTime(), from.creationTime());
  }

  void move(CopyOption... words) throws IOException {
    Options.Copy options = Options.copy(true, words);
    boolean together = source.getFileSystem() == target.getFileSystem();
    if (options.atomic() && !together) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), "between two filesystems");
    }
    if (options.atomic()) {
      provider.rename(source, target, Namespace.Rename.REPLACE);
      return;
    }
    Snapshot from = attributes(source, false);
    if (sameFile(from, false)) {
      return;
    }
    if (together && !options.replace()) {
      provider.rename(source, target, Namespace.Rename.NO_REPLACE);
      return;
    }
    makeRoom(options.replace());
    if (together) {
      provider.rename(source, target, Namespace.Rename.NO_REPLACE);
      return;
    }
    if (from.isDirectory() && isNotEmpty()) {
      throw new FileSystemException(
          source.toString(), target.toString(), "a directory with entries to another filesystem");
    }
    copy(from, true);
    Files.delete(source);
  }

  private boolean isNotEmpty() throws IOException {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(source)) {
      return entries.iterator().hasNext();
    }
  }
}
