package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.InodeType;
import dev.jlockdep.fs.Namespace;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/**
 * Watches directories by looking at them again and again. What comes and goes between two looks is not
 * seen.
 */
final class SampleWatchService implements WatchService {
  private static final long POLL_MILLIS = 50;
  private static final Set<WatchEvent.Kind<?>> KNOWN =
      Set.of(
          StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);

  private final SampleFileSystem fs;
  private final Map<Inode, Key> keys = new ConcurrentHashMap<>();
  private final LinkedBlockingDeque<Key> signalled = new LinkedBlockingDeque<>();
  /** Put into the queue when the service is closed, and always left there. */
  private final Key end = new Key(null, null);
  private final Thread poller;
  private volatile boolean closed;

  SampleWatchService(SampleFileSystem fs) {
    this.fs = fs;
    this.poller = new Thread(this::lookAgain, "samplefs-watch");
    poller.setDaemon(true);
    poller.start();
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
    return fs.provider()
        .with(
            dir,
            true,
            inode -> {
              if (inode.type() != InodeType.DIRECTORY) {
                throw new NotDirectoryException(dir.toString());
              }
              Key key = keys.computeIfAbsent(inode, i -> new Key(dir, i));
              key.start(wanted, entries(inode));
              return key;
            });
  }

  private Map<String, Stamp> entries(Inode dir) throws IOException {
    Namespace names = fs.names();
    Map<String, Stamp> entries = new HashMap<>();
    for (String name : names.list(dir)) {
      Inode inode = names.child(dir, name);
      if (inode != null) {
        entries.put(name, new Stamp(inode.number(), inode.generation(), inode.changed()));
        names.put(inode);
      }
    }
    return entries;
  }

  /** What shows that a file is another one or has changed. */
  private record Stamp(int number, int generation, long changed) {}

  private void lookAgain() {
    while (!closed) {
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        for (Key key : keys.values()) {
          key.look();
        }
      } catch (InterruptedException e) {
        return; // closed
      } catch (RuntimeException | IOException e) {
        if (closed) {
          return;
        }
        keys.values().forEach(Key::overflow);
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedWatchServiceException();
    }
  }

  private Key taken(Key key) {
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
      poller.interrupt();
      keys.values().forEach(Key::cancel);
      signalled.addFirst(end);
      fs.closed(this);
    }
  }

  private final class Key implements WatchKey {
    private static final int EVENTS_MAX = 512;
    private final SamplePath dir;
    private final Inode inode;
    private final List<Event> events = new ArrayList<>(); // guarded by this
    private Set<WatchEvent.Kind<?>> kinds = Set.of(); // guarded by this
    private Map<String, Stamp> seen = Map.of(); // guarded by this
    private boolean queued; // guarded by this
    private volatile boolean valid = true;

    Key(SamplePath dir, Inode inode) {
      this.dir = dir;
      this.inode = inode;
    }

    synchronized void start(Set<WatchEvent.Kind<?>> wanted, Map<String, Stamp> now) {
      kinds = wanted;
      seen = now;
    }

    void look() throws IOException {
      if (inode.links() == 0) {
        cancel();
        signal();
        return;
      }
      Map<String, Stamp> now = entries(inode);
      synchronized (this) {
        seen.forEach(
            (name, stamp) -> {
              if (!now.containsKey(name)) {
                add(StandardWatchEventKinds.ENTRY_DELETE, name);
              }
            });
        now.forEach((name, stamp) -> compare(name, seen.get(name), stamp));
        seen = now;
      }
    }

    private void compare(String name, Stamp before, Stamp now) {
      if (before == null) {
        add(StandardWatchEventKinds.ENTRY_CREATE, name);
      } else if (!before.equals(now)) {
        add(StandardWatchEventKinds.ENTRY_MODIFY, name);
      }
    }

    private void add(WatchEvent.Kind<Path> kind, String name) {
      if (!kinds.contains(kind)) {
        return;
      }
      Path context = fs.getPath(name);
      for (Event event : events) {
        if (event.kind == kind && context.equals(event.context)) {
          event.count++;
          signal();
          return;
        }
      }
      if (events.size() >= EVENTS_MAX) {
        overflow();
      } else {
        events.add(new Event(kind, context));
        signal();
      }
    }

    synchronized void overflow() {
      if (events.stream().noneMatch(e -> e.kind == StandardWatchEventKinds.OVERFLOW)) {
        events.add(new Event(StandardWatchEventKinds.OVERFLOW, null));
      }
      signal();
    }

    private synchronized void signal() {
      if (!queued) {
        queued = true;
        signalled.add(this);
      }
    }

    @Override
    public boolean isValid() {
      return valid && !closed;
    }

    @Override
    public synchronized List<WatchEvent<?>> pollEvents() {
      List<WatchEvent<?>> polled = List.copyOf(events);
      events.clear();
      return polled;
    }

    @Override
    public synchronized boolean reset() {
      if (!isValid()) {
        return false;
      }
      queued = !events.isEmpty();
      if (queued) {
        signalled.add(this);
      }
      return true;
    }

    @Override
    public void cancel() {
      valid = false;
      if (inode != null) {
        keys.remove(inode);
      }
    }

    @Override
    public Path watchable() {
      return dir;
    }
  }

  private static final class Event implements WatchEvent<Path> {
    private final Kind<?> kind;
    private final Path context;
    private int count = 1;

    Event(Kind<?> kind, Path context) {
      this.kind = kind;
      this.context = context;
    }

    @Override
    @SuppressWarnings("unchecked") // OVERFLOW has no context
    public Kind<Path> kind() {
      return (Kind<Path>) kind;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public Path context() {
      return context;
    }
  }
}
