package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Names: directories, hard and symbolic links. Every inode that a call gives away is in use until it
 * is {@linkplain #put put back}.
 *
 * <p>Lock order: sb_writers, s_vfs_rename, i_rwsem/dir of the parent, of the child (subclass 1, and 2
 * for a directory that a rename replaces), i_rwsem of files (the second one: subclass 1),
 * journal_handle. One directory at a time on the way to a file.
 */
public final class Namespace {
  /** What a rename does about the new name. */
  public enum Rename {
    /** The new name must not be there. */
    NO_REPLACE,
    /** What had the new name loses it. */
    REPLACE,
    /** Both must be there, and change places. */
    EXCHANGE
  }

  private static final int LINKS_FOLLOWED_MAX = 40;
  private static final int SECOND = 1;
  private static final int REPLACED = 2;
  static final int DEFAULT_FILE_MODE = 0644;
  static final int DEFAULT_DIRECTORY_MODE = 0755;
  private static final int LINK_MODE = 0777;

  private final SampleFs fs;
  private final InodeTable table;
  private final Journal journal;
  private final RwSem renameLock;

  Namespace(SampleFs fs, InodeTable table, Journal journal) {
    this.fs = fs;
    this.table = table;
    this.journal = journal;
    this.renameLock = new RwSem("s_vfs_rename", fs);
  }

  /** For whom names are looked up and changed. */
  public User user() {
    return fs.user();
  }

  /** The root directory; in use for ever. */
  public Inode root() {
    return table.find(InodeTable.ROOT);
  }

  /** The caller is done with an inode. */
  public void put(Inode inode) {
    if (inode.unuse()) {
      evict(inode);
    }
  }

  /** Nobody has it and no name leads to it. */
  void evict(Inode inode) {
    inode.dioCount().await();
    inode.pageCache().truncate(0, Long.MAX_VALUE);
    inode.orderedTree().waitFor(0, Long.MAX_VALUE);
    inode.evict(fs.allocGroup());
    table.remove(inode);
  }

  // ---- finding ---------------------------------------------------------------------------------

  /** A name in a directory, not followed if it is a link; null when there is none. */
  public Inode child(Inode dir, String name) throws IOException {
    requireDirectory(dir, name);
    dir.iRwsem().lockRead();
    try {
      return childLocked(dir, name);
    } finally {
      dir.iRwsem().unlockRead();
    }
  }

  private Inode childLocked(Inode dir, String name) {
    Directory.Entry entry = dir.directory().find(name);
    if (entry == null) {
      return null;
    }
    Inode inode = table.find(entry.inode());
    inode.use();
    return inode;
  }

  /**
   * Where a list of names leads from the root; {@code .} and {@code ..} allowed. Links on the way are
   * followed, the last one if told so.
   */
  public Inode resolve(List<String> names, boolean followLast) throws IOException {
    Place place = walk(names, followLast);
    try {
      if (place.inode == null) {
        throw new NoSuchFileException(String.join("/", names));
      }
      place.inode.use();
      return place.inode;
    } finally {
      place.close();
    }
  }

  /** A directory and a name in it: what to make or take away. */
  public final class Place implements AutoCloseable {
    private final Inode dir;
    private final String name;
    private final Inode inode;

    private Place(Inode dir, String name, Inode inode) {
      this.dir = dir;
      this.name = name;
      this.inode = inode;
    }

    public Inode dir() {
      return dir;
    }

    public String name() {
      return name;
    }

    /** What was there; null for nothing. */
    public Inode inode() {
      return inode;
    }

    @Override
    public void close() {
      put(dir);
      if (inode != null) {
        put(inode);
      }
    }
  }

  /** As {@link #resolve}; the last name need not be there, but its directory. */
  public Place walk(List<String> names, boolean followLast) throws IOException {
    Deque<String> left = new ArrayDeque<>(names);
    Inode dir = root();
    dir.use();
    int followed = 0;
    try {
      for (; ; ) {
        boolean named = !left.isEmpty();
        String name = named ? left.poll() : ".";
        if (named) {
          fs.user().require(dir, User.EXECUTE, name);
        }
        Inode next = step(dir, name);
        boolean last = left.isEmpty();
        if (next != null && next.type() == InodeType.SYMLINK && (!last || followLast)) {
          String target = next.target();
          put(next);
          if (++followed > LINKS_FOLLOWED_MAX) {
            throw new FileSystemLoopException(String.join("/", names));
          }
          dir = prepend(target, left, dir);
          continue;
        }
        if (last) {
          Place place = new Place(dir, name, next);
          dir = null; // the place has it now
          return place;
        }
        if (next == null) {
          throw new NoSuchFileException(String.join("/", names));
        }
        if (next.type() != InodeType.DIRECTORY) {
          put(next);
          throw new FileSystemException(String.join("/", names), null, "Not a directory");
        }
        put(dir);
        dir = next;
      }
    } finally {
      if (dir != null) {
        put(dir);
      }
    }
  }

  private Inode prepend(String target, Deque<String> left, Inode dir) {
    String[] parts = target.split("/");
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty()) {
        left.push(parts[i]);
      }
    }
    if (!target.startsWith("/")) {
      return dir;
    }
    Inode root = root();
    root.use();
    put(dir);
    return root;
  }

  private Inode step(Inode dir, String name) throws IOException {
    if (name.equals(".")) {
      dir.use();
      return dir;
    }
    if (name.equals("..")) {
      Inode parent = table.find(dir.parent());
      if (parent == null) {
        throw new NoSuchFileException(name, null, "its directory was removed");
      }
      parent.use();
      return parent;
    }
    return child(dir, name);
  }

  /** The names in a directory, without {@code .} and {@code ..}, sorted. */
  public List<String> list(Inode dir) throws IOException {
    requireDirectory(dir, "");
    dir.iRwsem().lockRead();
    try {
      dir.touchAccessed();
      return dir.directory().names();
    } finally {
      dir.iRwsem().unlockRead();
    }
  }

  /** Shows the names in a directory and the numbers of their inodes, which do not change meanwhile. */
  public void withEntries(Inode dir, Consumer<Map<String, Integer>> use) throws IOException {
    requireDirectory(dir, "");
    dir.iRwsem().lockRead();
    try {
      Map<String, Integer> entries = new TreeMap<>();
      for (String name : dir.directory().names()) {
        entries.put(name, dir.directory().find(name).inode());
      }
      use.accept(entries);
    } finally {
      dir.iRwsem().unlockRead();
    }
  }

  // ---- making ----------------------------------------------------------------------------------

  /** A new empty file. */
  public Inode create(Inode dir, String name, int mode) throws IOException {
    return make(dir, name, InodeType.FILE, mode, "");
  }

  public Inode mkdir(Inode dir, String name, int mode) throws IOException {
    return make(dir, name, InodeType.DIRECTORY, mode, "");
  }

  /** A symbolic link. */
  public Inode symlink(Inode dir, String name, String target) throws IOException {
    if (target.getBytes(StandardCharsets.UTF_8).length > InodeCodec.TARGET_BYTES_MAX) {
      throw new FileSystemException(
          name, null, "link target longer than " + InodeCodec.TARGET_BYTES_MAX + " bytes");
    }
    return make(dir, name, InodeType.SYMLINK, LINK_MODE, target);
  }

  private Inode make(Inode dir, String name, InodeType type, int mode, String target)
      throws IOException {
    requireName(name);
    requireDirectory(dir, name);
    fs.enterChange();
    try {
      dir.iRwsem().lockWrite();
      try {
        requireAlive(dir, name);
        if (dir.directory().find(name) != null) {
          throw new FileAlreadyExistsException(name);
        }
        fs.user().require(dir, User.CHANGE_NAMES, name);
        try (Journal.Handle handle = journal.begin()) {
          return makeLocked(dir, name, type, mode, target);
        }
      } finally {
        dir.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
  }

  private Inode makeLocked(Inode dir, String name, InodeType type, int mode, String target)
      throws IOException {
    Inode made = table.make(type);
    boolean added = false;
    try {
      add(dir, name, made);
      added = true;
    } finally {
      if (!added) {
        table.remove(made);
      }
    }
    boolean directory = type == InodeType.DIRECTORY;
    made.born(mode, fs.user(), directory ? 2 : 1, dir.number(), target);
    if (directory) {
      dir.addLinks(1);
    }
    dir.touchModified();
    table.watchers().made(dir, name, made);
    return made;
  }

  private void add(Inode dir, String name, Inode inode) throws IOException {
    dir.directory()
        .add(
            name,
            new Directory.Entry(inode.number(), inode.type()),
            page -> dir.addPage(fs.allocGroup(), page));
  }

  /** One more name for a file. */
  public void link(Inode file, Inode dir, String name) throws IOException {
    requireName(name);
    requireDirectory(dir, name);
    if (file.type() == InodeType.DIRECTORY) {
      throw new FileSystemException(name, null, "a directory can have one name only");
    }
    requireOneMount(file, name);
    fs.enterChange();
    try {
      dir.iRwsem().lockWrite();
      try {
        requireAlive(dir, name);
        if (dir.directory().find(name) != null) {
          throw new FileAlreadyExistsException(name);
        }
        fs.user().require(dir, User.CHANGE_NAMES, name);
        file.iRwsem().lockWrite();
        try (Journal.Handle handle = journal.begin()) {
          if (file.links() == 0) {
            throw new NoSuchFileException(name, null, "the file has no name left");
          }
          add(dir, name, file);
          file.addLinks(1);
          dir.touchModified();
          table.watchers().made(dir, name, file);
        } finally {
          file.iRwsem().unlockWrite();
        }
      } finally {
        dir.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
  }

  // ---- taking away -----------------------------------------------------------------------------

  /** Takes away a name of a file or link, or an empty directory. */
  public void remove(Inode dir, String name) throws IOException {
    requireDirectory(dir, name);
    Inode victim;
    fs.enterChange();
    try {
      dir.iRwsem().lockWrite();
      try {
        victim = childLocked(dir, name);
        if (victim == null) {
          throw new NoSuchFileException(name);
        }
        removeLocked(dir, name, victim);
      } finally {
        dir.iRwsem().unlockWrite();
      }
      put(victim);
    } finally {
      fs.leaveChange();
    }
  }

  private void removeLocked(Inode dir, String name, Inode victim) throws IOException {
    lockChild(victim, SECOND);
    try (Journal.Handle handle = journal.begin()) {
      requireOneMount(victim, name);
      requireRemovable(dir, victim, name);
      requireEmpty(victim, name);
      dir.directory().remove(name);
      table.watchers().gone(dir, name, victim);
      nameGone(dir, victim);
      dir.touchModified();
    } catch (IOException e) {
      victim.iRwsem().unlockWrite();
      put(victim);
      throw e;
    }
    victim.iRwsem().unlockWrite();
  }

  private static void lockChild(Inode child, int subclassOfDirectory) {
    if (child.type() == InodeType.DIRECTORY) {
      child.iRwsem().lockWriteNested(subclassOfDirectory);
    } else {
      child.iRwsem().lockWrite();
    }
  }

  private static void nameGone(Inode dir, Inode victim) {
    if (victim.type() == InodeType.DIRECTORY) {
      victim.addLinks(-2);
      dir.addLinks(-1);
    } else {
      victim.addLinks(-1);
    }
  }

  private void requireRemovable(Inode dir, Inode victim, String name) throws IOException {
    fs.user().require(dir, User.CHANGE_NAMES, name);
    fs.user().requireNotSticky(dir, victim, name);
  }

  private static void requireEmpty(Inode victim, String name) throws IOException {
    if (victim.type() == InodeType.DIRECTORY && !victim.directory().isEmpty()) {
      throw new DirectoryNotEmptyException(name);
    }
  }

  // ---- renaming --------------------------------------------------------------------------------

  /** Gives a file or directory another name, in the same or another directory. */
  public void rename(Inode from, String oldName, Inode to, String newName, Rename how)
      throws IOException {
    requireName(newName);
    requireDirectory(from, oldName);
    requireDirectory(to, newName);
    List<Inode> gone = new ArrayList<>();
    fs.enterChange();
    try {
      if (from == to) {
        from.iRwsem().lockWrite();
        try {
          renameLocked(from, oldName, to, newName, how, gone);
        } finally {
          from.iRwsem().unlockWrite();
        }
      } else {
        renameLock.lockWrite();
        try {
          renameAcross(from, oldName, to, newName, how, gone);
        } finally {
          renameLock.unlockWrite();
        }
      }
    } finally {
      gone.forEach(this::put);
      fs.leaveChange();
    }
  }

  /** Parents first; without kinship by number. */
  private void renameAcross(
      Inode from, String oldName, Inode to, String newName, Rename how, List<Inode> gone)
      throws IOException {
    boolean fromFirst =
        isAncestor(from, to) || !isAncestor(to, from) && from.number() < to.number();
    Inode first = fromFirst ? from : to;
    Inode second = fromFirst ? to : from;
    first.iRwsem().lockWrite();
    try {
      second.iRwsem().lockWriteNested(SECOND);
      try {
        renameLocked(from, oldName, to, newName, how, gone);
      } finally {
        second.iRwsem().unlockWrite();
      }
    } finally {
      first.iRwsem().unlockWrite();
    }
  }

  /** Under s_vfs_rename, so that no parent changes. */
  private boolean isAncestor(Inode above, Inode below) {
    Inode at = below;
    while (at.number() != InodeTable.ROOT) {
      at = table.find(at.parent());
      if (at == null) {
        return false; // it was taken away in the meantime
      }
      if (at == above) {
        return true;
      }
    }
    return false;
  }

  private void renameLocked(
      Inode from, String oldName, Inode to, String newName, Rename how, List<Inode> gone)
      throws IOException {
    requireAlive(to, newName);
    Inode source = childLocked(from, oldName);
    if (source == null) {
      throw new NoSuchFileException(oldName);
    }
    gone.add(source);
    Inode target = childLocked(to, newName);
    if (target != null) {
      gone.add(target);
    }
    checkRename(from, source, oldName, to, target, newName, how);
    requireOneMount(source, oldName);
    requireOneMount(target, newName);
    if (source == target) {
      return; // two names of one file: POSIX leaves both
    }
    List<Inode> locked = lockChildren(source, target);
    try (Journal.Handle handle = journal.begin()) {
      if (how == Rename.EXCHANGE) {
        exchange(from, oldName, source, to, newName, target);
      } else {
        replace(from, oldName, source, to, newName, target);
      }
      from.touchModified();
      to.touchModified();
    } finally {
      locked.forEach(inode -> inode.iRwsem().unlockWrite());
    }
  }

  private void checkRename(
      Inode from, Inode source, String oldName, Inode to, Inode target, String newName,
      Rename how)
      throws IOException {
    if (how == Rename.EXCHANGE && target == null) {
      throw new NoSuchFileException(newName);
    }
    requireMovable(from, source, oldName, to);
    if (target == null) {
      fs.user().require(to, User.CHANGE_NAMES, newName);
    } else {
      requireMovable(to, target, newName, from);
    }
    if (how == Rename.NO_REPLACE && target != null) {
      throw new FileAlreadyExistsException(newName);
    }
    if (holds(source, to)) {
      throw new FileSystemException(oldName, newName, "a directory cannot go into itself");
    }
    if (target != null && holds(target, from)) {
      if (how == Rename.EXCHANGE) {
        throw new FileSystemException(oldName, newName, "a directory cannot go into itself");
      }
      throw new DirectoryNotEmptyException(newName);
    }
    if (how == Rename.REPLACE && target != null && target != source) {
      boolean directory = source.type() == InodeType.DIRECTORY;
      if (directory != (target.type() == InodeType.DIRECTORY)) {
        throw directory
            ? new NotDirectoryException(newName)
            : new FileSystemException(newName, null, "Is a directory");
      }
    }
  }

  /** A directory that gets another parent is changed itself: its name for that one. */
  private void requireMovable(Inode from, Inode what, String name, Inode to) throws IOException {
    requireRemovable(from, what, name);
    if (what.type() == InodeType.DIRECTORY && from != to) {
      fs.user().require(what, User.WRITE, name);
    }
  }

  private boolean holds(Inode maybe, Inode dir) {
    return maybe.type() == InodeType.DIRECTORY && (maybe == dir || isAncestor(maybe, dir));
  }

  /** Files by number; a directory as the third of its class, since its parent may be the second. */
  private static List<Inode> lockChildren(Inode source, Inode target) {
    List<Inode> locked = new ArrayList<>();
    List<Inode> files = new ArrayList<>();
    for (Inode inode : target == null ? List.of(source) : List.of(source, target)) {
      if (inode.type() != InodeType.DIRECTORY) {
        files.add(inode);
      }
    }
    if (target != null && target.type() == InodeType.DIRECTORY) {
      target.iRwsem().lockWriteNested(REPLACED);
      locked.add(target);
    }
    files.sort((a, b) -> Integer.compare(a.number(), b.number()));
    for (int i = 0; i < files.size(); i++) {
      if (i == 0) {
        files.get(i).iRwsem().lockWrite();
      } else {
        files.get(i).iRwsem().lockWriteNested(SECOND);
      }
      locked.add(files.get(i));
    }
    return locked;
  }

  private void replace(
      Inode from, String oldName, Inode source, Inode to, String newName, Inode target)
      throws IOException {
    if (target == null) {
      add(to, newName, source);
    } else {
      requireEmpty(target, newName);
      to.directory().replace(newName, new Directory.Entry(source.number(), source.type()));
      table.watchers().gone(to, newName, target);
      nameGone(to, target);
    }
    from.directory().remove(oldName);
    table.watchers().gone(from, oldName, source);
    moved(source, from, to);
    table.watchers().made(to, newName, source);
  }

  private void exchange(
      Inode from, String oldName, Inode source, Inode to, String newName, Inode target) {
    to.directory().replace(newName, new Directory.Entry(source.number(), source.type()));
    from.directory().replace(oldName, new Directory.Entry(target.number(), target.type()));
    Watchers watchers = table.watchers();
    watchers.gone(from, oldName, source);
    watchers.gone(to, newName, target);
    moved(source, from, to);
    moved(target, to, from);
    watchers.made(to, newName, source);
    watchers.made(from, oldName, target);
  }

  private static void moved(Inode what, Inode from, Inode to) {
    if (what.type() == InodeType.DIRECTORY && from != to) {
      what.movedTo(to.number());
      from.addLinks(-1);
      to.addLinks(1);
    } else {
      what.addLinks(0); // its change time
    }
  }

  // ---- rules -----------------------------------------------------------------------------------

  private static void requireName(String name) throws IOException {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Directory.NAME_BYTES_MAX) {
      throw new FileSystemException(
          name, null, "name of " + bytes + " bytes, at most " + Directory.NAME_BYTES_MAX);
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")
        || name.indexOf('\0') >= 0) {
      throw new FileSystemException(name, null, "no name that a file can have");
    }
  }

  private static void requireDirectory(Inode dir, String name) throws IOException {
    if (dir.type() != InodeType.DIRECTORY) {
      throw new NotDirectoryException(name);
    }
  }

  /** The other mount of a device has its own inode of a file, with the number of its names in it. */
  private void requireOneMount(Inode file, String name) throws IOException {
    if (file != null && file.type() == InodeType.FILE && fs.cluster().shared()) {
      throw new FileSystemException(
          name, null, "a file keeps its names while two mounts share the device");
    }
  }

  private static void requireAlive(Inode dir, String name) throws IOException {
    if (dir.links() == 0) {
      throw new NoSuchFileException(name, null, "its directory was removed");
    }
  }
}
