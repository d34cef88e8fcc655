package dev.jlockdep.tests.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Enumeration;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A program of thousands of types: loads and links all that are in the jars of libraries, then, if
 * asked, works for some seconds of CPU time. Prints types and CPU seconds.
 */
final class Loading {
  private static int blackHole;

  private Loading() {}

  /** Arguments: rounds of work after loading, then jars. */
  public static void main(String[] args) throws Exception {
    int loaded = 0;
    for (int i = 1; i < args.length; i++) {
      loaded += load(args[i]);
    }
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      blackHole += work(i);
    }
    com.sun.management.OperatingSystemMXBean system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    System.out.printf(
        Locale.ROOT, "%d %.2f %.1f%n", loaded, system.getProcessCpuTime() / 1e9,
        Application.peakMegabytes());
  }

  private static int load(String jar) throws IOException {
    int loaded = 0;
    try (JarFile file = new JarFile(jar)) {
      for (Enumeration<JarEntry> e = file.entries(); e.hasMoreElements(); ) {
        String name = e.nextElement().getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF")
            && !name.equals("module-info.class")) {
          loaded += load(name, Loading.class.getClassLoader()) ? 1 : 0;
        }
      }
    }
    return loaded;
  }

  private static boolean load(String entry, ClassLoader loader) {
    try {
      String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
      Class.forName(name, false, loader).getDeclaredMethods();
      return true;
    } catch (ClassNotFoundException | LinkageError optional) {
      return false;
    }
  }

  /** Text is made, taken apart and counted, under a lock, as programs do. */
  private static int work(int round) {
    java.util.Map<String, Integer> words = new java.util.HashMap<>();
    StringBuffer text = new StringBuffer();
    for (int i = 0; i < 20_000; i++) {
      text.append("word").append(i * 31 % 977 + round).append(' ');
    }
    for (String word : text.toString().split(" ")) {
      synchronized (words) {
        words.merge(word, 1, Integer::sum);
      }
    }
    return words.size();
  }
}
