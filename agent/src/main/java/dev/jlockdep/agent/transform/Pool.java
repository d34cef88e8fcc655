package dev.jlockdep.agent.transform;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import jdk.internal.vm.annotation.DontInline;

/** Constants that are added behind those of a class file. */
final class Pool {
  private static final int MAX = 65_535;

  private final ClassFile file;
  private final Bytes added = new Bytes(512);
  private final Map<Object, Integer> known = new HashMap<>();
  private int next;

  Pool(ClassFile file) {
    this.file = file;
    this.next = file.constants.length;
  }

  /** Whether there are more constants than a class file can have. */
  boolean full() {
    return next > MAX;
  }

  /** The count of constants and the constants themselves. */
  void write(Bytes out) {
    out.addU2(next);
    out.add(file.b, 10, file.header);
    out.add(added);
  }

  private Integer known(Object key) {
    return known.get(key);
  }

  private int added(Object key) {
    known.put(key, next);
    return next++;
  }

  /** Plain ASCII texts only. */
  @DontInline
  int text(String text) {
    Integer index = known(text);
    if (index != null) {
      return index;
    }
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    added.addU1(1);
    added.addU2(bytes.length);
    added.add(bytes, 0, bytes.length);
    return added(text);
  }

  @DontInline
  int number(int value) {
    Integer index = known(value);
    if (index != null) {
      return index;
    }
    added.addU1(3);
    added.addU4(value);
    return added(value);
  }

  @DontInline
  int type(String name) {
    return pair(7, "7 ".concat(name), text(name), 0);
  }

  @DontInline
  int method(String owner, String name, String descriptor) {
    String key = owner + "." + name + descriptor;
    Integer index = known(key);
    return index != null ? index : pair(10, key, type(owner), nameAndType(name, descriptor));
  }

  @DontInline
  int field(String owner, String name, String descriptor) {
    String key = owner + ":" + name + descriptor;
    Integer index = known(key);
    return index != null ? index : pair(9, key, type(owner), nameAndType(name, descriptor));
  }

  private int nameAndType(String name, String descriptor) {
    return pair(12, "12 " + name + " " + descriptor, text(name), text(descriptor));
  }

  /** A constant of one or two (second not 0) others. */
  @DontInline
  private int pair(int tag, String key, int first, int second) {
    Integer index = known(key);
    if (index != null) {
      return index;
    }
    added.addU1(tag);
    added.addU2(first);
    if (second != 0) {
      added.addU2(second);
    }
    return added(key);
  }
}
