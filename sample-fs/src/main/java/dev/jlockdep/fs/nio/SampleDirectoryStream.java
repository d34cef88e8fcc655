package dev.jlockdep.fs.nio;

import java.io.IOException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The names that a directory had when the stream was made. */
final class SampleDirectoryStream implements DirectoryStream<Path> {
  private final SamplePath dir;
  private final Iterator<String> names;
  private final Filter<? super Path> filter;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean closed;

  SampleDirectoryStream(SamplePath dir, List<String> names, Filter<? super Path> filter) {
    this.dir = dir;
    this.names = names.iterator();
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    if (closed) {
      throw new ClosedDirectoryStreamException();
    }
    if (!begun.compareAndSet(false, true)) {
      throw new IllegalStateException("the iterator was taken already");
    }
    return new Paths();
  }

  @Override
  public void close() {
    closed = true;
    dir.getFileSystem().closed(this);
  }

  /** After the stream is closed there is one more at most: what was looked ahead. */
  private final class Paths implements Iterator<Path> {
    private Path next;

    @Override
    public synchronized boolean hasNext() {
      while (next == null && !closed && names.hasNext()) {
        Path path = dir.resolve(dir.getFileSystem().getPath(names.next()));
        try {
          next = filter.accept(path) ? path : null;
        } catch (IOException e) {
          throw new DirectoryIteratorException(e);
        }
      }
      return next != null;
    }

    @Override
    public synchronized Path next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Path path = next;
      next = null;
      return path;
    }
  }
}
