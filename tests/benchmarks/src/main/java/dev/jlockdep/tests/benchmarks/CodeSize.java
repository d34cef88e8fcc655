package dev.jlockdep.tests.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What weaving does to the size of code, in the jars given: how many types have anything to weave,
 * how much their code grows, and which methods thereby cross a size at which HotSpot's compilers
 * decide otherwise. Runs with the agent's jars on the class path, not as an agent.
 */
final class CodeSize {
  /** Never compiled above the first; not inlined above the others, when hot and when not. */
  private static final Map<String, Integer> LIMITS = new LinkedHashMap<>();

  static {
    LIMITS.put("HugeMethodLimit", 8000);
    LIMITS.put("FreqInlineSize", 325);
    LIMITS.put("MaxInlineSize", 35);
  }

  private static final int[] CONSTANT_SIZES =
      {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};

  private final ClassFileTransformer weaver;
  private final Map<String, List<String>> crossed = new LinkedHashMap<>();
  private int types;
  private int woven;
  private int failures;
  private long before;
  private long after;
  private int methods;
  private int grown;

  private CodeSize() throws ReflectiveOperationException {
    Predicate<String> all = type -> true;
    BiConsumer<String, Throwable> failure = (type, why) -> failures++;
    this.weaver =
        (ClassFileTransformer)
            Class.forName("dev.jlockdep.agent.transform.Weaver")
                .getConstructor(Predicate.class, BiConsumer.class)
                .newInstance(all, failure);
    LIMITS.keySet().forEach(limit -> crossed.put(limit, new ArrayList<>()));
  }

  public static void main(String[] jars) throws Exception {
    CodeSize size = new CodeSize();
    for (String jar : jars) {
      size.jar(jar);
    }
    size.print();
  }

  private void jar(String name) throws Exception {
    try (JarFile jar = new JarFile(name)) {
      for (Enumeration<JarEntry> e = jar.entries(); e.hasMoreElements(); ) {
        JarEntry entry = e.nextElement();
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF")) {
          type(entry.getName(), jar.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  private void type(String entry, byte[] bytes) throws Exception {
    types++;
    String name = entry.substring(0, entry.length() - ".class".length());
    byte[] now =
        weaver.transform(null, CodeSize.class.getClassLoader(), name, null, null, bytes);
    if (now == null) {
      return;
    }
    woven++;
    Map<String, Integer> old = codeSizes(bytes);
    codeSizes(now).forEach((method, size) -> compare(name + "." + method, old.get(method), size));
  }

  private void compare(String method, int old, int now) {
    methods++;
    before += old;
    after += now;
    if (now == old) {
      return;
    }
    grown++;
    LIMITS.forEach((limit, bytes) -> {
      if (old <= bytes && now > bytes) {
        crossed.get(limit).add(method + " " + old + " -> " + now);
      }
    });
  }

  private void print() {
    System.out.printf(
        Locale.ROOT,
        "types %d, woven %d (%.1f %%), failed %d; methods of woven types %d, grown %d; code of"
            + " woven types %d -> %d bytes (%+.1f %%)%n",
        types, woven, 100.0 * woven / types, failures, methods, grown, before, after,
        100.0 * (after - before) / before);
    crossed.forEach((limit, list) -> {
      System.out.println(limit + " " + LIMITS.get(limit) + ": " + list.size() + " methods cross it");
      list.stream().limit(limit.equals("MaxInlineSize") ? 0 : 12)
          .forEach(method -> System.out.println("  " + method));
    });
  }

  /** Bytes of code of each method. */
  private static Map<String, Integer> codeSizes(byte[] classFile) throws IOException {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    in.skipBytes(8);
    String[] texts = constants(in);
    in.skipBytes(6);
    in.skipBytes(2 * in.readUnsignedShort());
    for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
      in.skipBytes(6);
      attributes(in, texts);
    }
    for (int n = in.readUnsignedShort(); n > 0; n--) {
      in.skipBytes(2);
      String name = texts[in.readUnsignedShort()] + texts[in.readUnsignedShort()];
      int size = attributes(in, texts);
      if (size > 0) {
        sizes.put(name, size);
      }
    }
    return sizes;
  }

  private static String[] constants(DataInputStream in) throws IOException {
    String[] texts = new String[in.readUnsignedShort()];
    for (int i = 1; i < texts.length; i++) {
      int tag = in.readUnsignedByte();
      if (tag == 1) {
        texts[i] = in.readUTF();
      } else {
        in.skipBytes(CONSTANT_SIZES[tag]);
        i += tag == 5 || tag == 6 ? 1 : 0;
      }
    }
    return texts;
  }

  /** Returns the size of the code among them, or 0. */
  private static int attributes(DataInputStream in, String[] texts) throws IOException {
    int code = 0;
    for (int n = in.readUnsignedShort(); n > 0; n--) {
      String name = texts[in.readUnsignedShort()];
      int length = in.readInt();
      if (name.equals("Code")) {
        in.skipBytes(4);
        code = in.readInt();
        length -= 8;
      }
      in.skipBytes(length);
    }
    return code;
  }
}
