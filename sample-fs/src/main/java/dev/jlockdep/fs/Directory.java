package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * The entries of a directory, spread over pages that lie in a block each, so that a change writes one
 * block. Changed under the directory's i_rwsem and a journal handle; read under i_rwsem, or by the
 * commit, which excludes handles.
 */
final class Directory {
  static final int NAME_BYTES_MAX = 255;
  private static final int ENTRY_BYTES = Integer.BYTES + 1 + Short.BYTES; // and the name
  private static final int COUNT_BYTES = Short.BYTES;

  /** Where a name leads. */
  record Entry(int inode, InodeType type) {}

  /** One block of entries. */
  private static final class Page {
    final TreeMap<String, Entry> entries = new TreeMap<>();
    int bytes = COUNT_BYTES;
  }

  private final TreeMap<String, Page> byName = new TreeMap<>();
  private final List<Page> pages = new ArrayList<>();
  private final BitSet dirty = new BitSet();
  /** No page before this one has room for a name of any length. */
  private int firstWithRoom;

  /** Null when there is none. */
  Entry find(String name) {
    Page page = byName.get(name);
    return page == null ? null : page.entries.get(name);
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  int size() {
    return byName.size();
  }

  List<String> names() {
    return new ArrayList<>(byName.keySet());
  }

  /** Adds a name that is not there. Fails before it changes anything when there is no block for it. */
  void add(String name, Entry entry, PageBlocks blocks) throws IOException {
    int need = bytes(name);
    int index = firstWithRoom;
    while (index < pages.size() && pages.get(index).bytes + need > MetaBlock.PAYLOAD_BYTES) {
      index++;
    }
    if (index == pages.size()) {
      blocks.add(index);
      pages.add(new Page());
    }
    put(index, name, entry);
    while (firstWithRoom < pages.size()
        && pages.get(firstWithRoom).bytes + ENTRY_BYTES + NAME_BYTES_MAX
            > MetaBlock.PAYLOAD_BYTES) {
      firstWithRoom++;
    }
  }

  private void put(int index, String name, Entry entry) {
    Page page = pages.get(index);
    page.entries.put(name, entry);
    page.bytes += bytes(name);
    byName.put(name, page);
    dirty.set(index);
  }

  /** A name that is there leads elsewhere now. */
  void replace(String name, Entry entry) {
    Page page = byName.get(name);
    page.entries.put(name, entry);
    dirty.set(pages.indexOf(page));
  }

  void remove(String name) {
    Page page = byName.remove(name);
    page.entries.remove(name);
    page.bytes -= bytes(name);
    int index = pages.indexOf(page);
    dirty.set(index);
    firstWithRoom = Math.min(firstWithRoom, index);
  }

  private static int bytes(String name) {
    return ENTRY_BYTES + name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The pages that changed since the last call, for the commit. */
  BitSet takeDirty() {
    BitSet taken = (BitSet) dirty.clone();
    dirty.clear();
    return taken;
  }

  void write(int index, ByteBuffer into) {
    Page page = pages.get(index);
    into.putShort((short) page.entries.size());
    page.entries.forEach(
        (name, entry) -> {
          byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
          into.putInt(entry.inode()).put((byte) entry.type().code());
          into.putShort((short) bytes.length).put(bytes);
        });
  }

  /** Puts in the next page of a directory that is being read from the device. */
  void load(ByteBuffer from) throws CorruptImageException {
    int index = pages.size();
    pages.add(new Page());
    for (int left = from.getShort(); left > 0; left--) {
      int inode = from.getInt();
      InodeType type = InodeType.of(from.get());
      byte[] bytes = new byte[checkedLength(from.getShort())];
      from.get(bytes);
      String name = new String(bytes, StandardCharsets.UTF_8);
      if (byName.containsKey(name)) {
        throw new CorruptImageException("name \"" + name + "\" is twice in a directory");
      }
      put(index, name, new Entry(inode, type));
    }
    dirty.clear();
  }

  private static int checkedLength(int length) throws CorruptImageException {
    if (length < 1 || length > NAME_BYTES_MAX) {
      throw new CorruptImageException("a name of " + length + " bytes in a directory");
    }
    return length;
  }

  /** Gives a directory a block for one more page. */
  interface PageBlocks {
    void add(int page) throws IOException;
  }
}
