package dev.jlockdep.agent.transform;

import java.util.Set;
import jdk.internal.vm.annotation.DontInline;

/** Which types of the JDK are woven: those that call user code or each other under locks. */
final class TypeFilter {
  private static final String[] JDK = {
    "java/", "javax/", "jdk/", "sun/", "com/sun/", "org/xml/sax/", "org/w3c/dom/", "netscape/"
  };
  private static final String[] WANTED = {
    "java/util/", "java/io/", "java/sql/", "java/beans/", "java/text/", "java/net/", "java/nio/",
    "java/rmi/", "java/awt/", "java/security/", "javax/", "sun/nio/ch/", "sun/awt/", "com/sun/beans/"
  };
  /** The machinery below locks, threads and ourselves. */
  private static final String[] UNWANTED = {
    "java/util/concurrent/locks/",
    "java/util/concurrent/atomic/",
    "java/util/concurrent/ForkJoin",
    "java/util/concurrent/Exchanger",
    "java/util/concurrent/Semaphore",
    "java/util/concurrent/CountDownLatch",
    "java/util/concurrent/ConcurrentHashMap",
    "java/util/jar/",
    "java/util/zip/",
    "java/util/WeakHashMap",
    "java/net/URLClassLoader",
    "java/security/Provider",
    "java/security/AccessControl",
    "java/io/ClassCache"
  };
  /**
   * Already loaded in every JVM, or since JDK 25 in one that asked for a random number (as other
   * agents do for the name of a temporary file), and worth weaving again; bodies only.
   */
  static final Set<String> LOADED =
      Set.of(
          "java.util.Vector",
          "java.util.Hashtable",
          "java.util.Stack",
          "java.util.Properties",
          "java.lang.StringBuffer",
          "java.lang.Throwable",
          "java.util.Observable",
          "java.util.Timer",
          "java.util.TimerThread",
          "java.util.Collections$SynchronizedCollection",
          "java.util.Collections$SynchronizedSet",
          "java.util.Collections$SynchronizedSortedSet",
          "java.util.Collections$SynchronizedList",
          "java.util.Collections$SynchronizedMap",
          "java.util.Collections$SynchronizedSortedMap",
          "java.io.PrintStream",
          "java.io.PrintWriter",
          "java.io.Writer",
          "java.io.Reader",
          "java.io.StringWriter",
          "java.io.BufferedWriter",
          "java.io.BufferedReader",
          "java.io.OutputStreamWriter",
          "java.io.BufferedOutputStream",
          "java.io.BufferedInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.ByteArrayInputStream",
          "java.io.FilterOutputStream",
          "java.util.concurrent.CopyOnWriteArrayList",
          "java.util.concurrent.LinkedBlockingQueue",
          "java.util.concurrent.LinkedBlockingDeque",
          "java.util.concurrent.ArrayBlockingQueue",
          "java.util.concurrent.PriorityBlockingQueue",
          "java.util.concurrent.DelayQueue",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue",
          "java.util.concurrent.CyclicBarrier",
          "java.util.concurrent.FutureTask",
          "java.nio.channels.spi.AbstractSelectableChannel",
          "sun.nio.ch.ChannelInputStream",
          "sun.nio.ch.ChannelOutputStream",
          "sun.nio.ch.SocketChannelImpl");

  boolean jdk(String internalName) {
    return starts(internalName, JDK);
  }

  boolean wanted(String internalName) {
    if (internalName.equals("java/lang/Throwable")
        || internalName.startsWith("java/lang/Throwable$")
        || internalName.equals("java/lang/StringBuffer")) {
      return true;
    }
    return starts(internalName, WANTED) && !starts(internalName, UNWANTED);
  }

  @DontInline
  private static boolean starts(String name, String[] prefixes) {
    for (String p : prefixes) {
      if (name.startsWith(p)) {
        return true;
      }
    }
    return false;
  }
}
