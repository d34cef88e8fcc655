package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.InodeType;
import dev.jlockdep.fs.User;
import dev.jlockdep.fs.Watcher;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/**
 * Watches directories: whoever changes something tells so, and nothing is missed. It has no thread of
 * its own.
 */
final class SampleWatchService implements WatchService, Watcher {
  private static final Set<WatchEvent.Kind<?>> KNOWN =
      Set.of(
          StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);

  private final SampleFileSystem fs;
  private final Map<Inode, WatchedDirectory> keys = new ConcurrentHashMap<>();
  private final LinkedBlockingDeque<WatchedDirectory> signalled = new LinkedBlockingDeque<>();
  /** Put into the queue when the service is closed, and always left there. */
  private final WatchedDirectory end = new WatchedDirectory(this, null, null);
  private volatile boolean closed;

  SampleWatchService(SampleFileSystem fs) {
    this.fs = fs;
    fs.mounted().watch(this);
  }

  WatchKey register(SamplePath dir, WatchEvent.Kind<?>... kinds) throws IOException {
    if (dir.getFileSystem() != fs) {
      throw new ProviderMismatchException();
    }
    Set<WatchEvent.Kind<?>> wanted = new HashSet<>();
    for (WatchEvent.Kind<?> kind : kinds) {
      if (KNOWN.contains(Objects.requireNonNull(kind))) {
        wanted.add(kind);
      } else if (kind != StandardWatchEventKinds.OVERFLOW) {
        throw new UnsupportedOperationException("watching for " + kind);
      }
    }
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("no events to watch for");
    }
    requireOpen();
    return fs.provider().with(dir, true, inode -> register(dir, inode, wanted));
  }

  private WatchKey register(SamplePath dir, Inode inode, Set<WatchEvent.Kind<?>> wanted)
      throws IOException {
    if (inode.type() != InodeType.DIRECTORY) {
      throw new NotDirectoryException(dir.toString());
    }
    fs.mounted().user().require(inode, User.READ, dir.toString());
    WatchedDirectory key =
        keys.computeIfAbsent(inode, i -> new WatchedDirectory(this, dir, i));
    fs.names().withEntries(inode, entries -> key.start(wanted, entries));
    return key;
  }

  // ---- changes ---------------------------------------------------------------------------------

  @Override
  public void made(Inode dir, String name, Inode inode) {
    WatchedDirectory key = keys.get(dir);
    if (key != null) {
      key.made(name, inode);
    }
  }

  @Override
  public void gone(Inode dir, String name, Inode inode) {
    WatchedDirectory key = keys.get(dir);
    if (key != null) {
      key.gone(name, inode);
    }
  }

  @Override
  public void changed(Inode inode) {
    for (WatchedDirectory key : keys.values()) {
      key.changed(inode);
    }
    WatchedDirectory itself = inode.links() == 0 ? keys.get(inode) : null;
    if (itself != null) {
      itself.end();
    }
  }

  // ---- keys ------------------------------------------------------------------------------------

  void signal(WatchedDirectory key) {
    signalled.add(key);
  }

  void forget(Inode inode) {
    keys.remove(inode);
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedWatchServiceException();
    }
  }

  private WatchKey taken(WatchedDirectory key) {
    if (key == end) {
      signalled.addFirst(end); // for the next one who waits
      throw new ClosedWatchServiceException();
    }
    return key;
  }

  @Override
  public WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
    requireOpen();
    return taken(signalled.poll(timeout, unit));
  }

  @Override
  public WatchKey take() throws InterruptedException {
    requireOpen();
    return taken(signalled.take());
  }

  @Override
  public WatchKey poll() {
    requireOpen();
    return taken(signalled.poll());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      fs.unwatch(this);
      keys.values().forEach(WatchedDirectory::cancel);
      signalled.addFirst(end);
      fs.closed(this);
    }
  }
}
