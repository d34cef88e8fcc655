package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.Inode;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One directory that a watch service watches, with what has happened in it since the last poll. */
final class WatchedDirectory implements WatchKey {
  /** Different events that are kept; more than that are an overflow. */
  static final int EVENTS_MAX = 512;

  private final SampleWatchService service;
  private final SamplePath dir;
  private final Inode inode;
  /** By kind and name, in the order of the first of each. Guarded by this; as all below. */
  private final Map<String, Event> events = new LinkedHashMap<>();
  /** The names of each file, by inode number. */
  private final Map<Integer, Set<String>> names = new HashMap<>();
  private Set<WatchEvent.Kind<?>> kinds = Set.of();
  /** Waits to be taken, or was taken and not reset. */
  private boolean signalled;
  private volatile boolean valid = true;

  WatchedDirectory(SampleWatchService service, SamplePath dir, Inode inode) {
    this.service = service;
    this.dir = dir;
    this.inode = inode;
  }

  /** From now on, with the entries that are there: nobody changes the directory meanwhile. */
  synchronized void start(Set<WatchEvent.Kind<?>> wanted, Map<String, Integer> entries) {
    kinds = wanted;
    names.clear();
    entries.forEach(this::named);
  }

  private void named(String name, int number) {
    names.computeIfAbsent(number, n -> new TreeSet<>()).add(name);
  }

  synchronized void made(String name, Inode entry) {
    named(name, entry.number());
    add(StandardWatchEventKinds.ENTRY_CREATE, name);
  }

  synchronized void gone(String name, Inode entry) {
    Set<String> left = names.get(entry.number());
    if (left != null && left.remove(name) && left.isEmpty()) {
      names.remove(entry.number());
    }
    add(StandardWatchEventKinds.ENTRY_DELETE, name);
  }

  /** Whatever names it has here. */
  synchronized void changed(Inode entry) {
    for (String name : names.getOrDefault(entry.number(), Set.of())) {
      add(StandardWatchEventKinds.ENTRY_MODIFY, name);
    }
  }

  /** The directory itself has been taken away. */
  synchronized void end() {
    cancel();
    signal();
  }

  private void add(WatchEvent.Kind<Path> kind, String name) {
    if (!valid || !kinds.contains(kind)) {
      return;
    }
    String key = kind.name() + ' ' + name;
    Event there = events.get(key);
    if (there != null) {
      there.count++;
    } else if (events.size() < EVENTS_MAX) {
      events.put(key, new Event(kind, dir.getFileSystem().getPath(name)));
    } else {
      Event overflow =
          events.computeIfAbsent("", k -> new Event(StandardWatchEventKinds.OVERFLOW, null));
      overflow.count++;
    }
    signal();
  }

  private void signal() {
    if (!signalled) {
      signalled = true;
      service.signal(this);
    }
  }

  @Override
  public boolean isValid() {
    return valid;
  }

  @Override
  public synchronized List<WatchEvent<?>> pollEvents() {
    List<WatchEvent<?>> polled = new ArrayList<>(events.values());
    events.clear();
    return polled;
  }

  @Override
  public synchronized boolean reset() {
    if (!valid) {
      return false;
    }
    signalled = false;
    if (!events.isEmpty()) {
      signal();
    }
    return true;
  }

  @Override
  public void cancel() {
    valid = false;
    service.forget(inode);
  }

  @Override
  public Path watchable() {
    return dir;
  }

  private static final class Event implements WatchEvent<Path> {
    private final Kind<?> kind;
    private final Path context;
    /** Written under the key's monitor, before the event is given away. */
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
