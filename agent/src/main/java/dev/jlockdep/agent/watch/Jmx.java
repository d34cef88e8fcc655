package dev.jlockdep.agent.watch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** The JVM's own knowledge of threads; loaded only when something looks stuck. */
final class Jmx {
  private static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();

  private Jmx() {}

  /** What the thread waits for, without a stack; null for virtual and ended threads. */
  static ThreadInfo info(long id) {
    return BEAN.getThreadInfo(id);
  }

  /** With stack and locked monitors; null for virtual and ended threads. */
  static ThreadInfo withMonitors(long id) {
    ThreadInfo[] infos = BEAN.getThreadInfo(new long[] {id}, true, false);
    return infos[0];
  }

  /** CPU time in nanoseconds, or -1 when unknown. */
  static long cpuTime(long id) {
    try {
      return BEAN.getThreadCpuTime(id);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return -1;
    }
  }
}
