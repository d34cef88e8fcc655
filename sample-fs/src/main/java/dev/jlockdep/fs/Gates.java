package dev.jlockdep.fs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Named points where a scenario can stop a thread, so that every race is forced by latches and none
 * by time. A point without a script costs one map look-up.
 */
public final class Gates {
  /** On the device thread, the transfer done, before anyone is told. */
  public static final String DEVICE_BEFORE_COMPLETE = "device.beforeComplete";
  /** On the completing thread, after the owner's task work was queued. */
  public static final String RING_TASK_WORK_QUEUED = "ring.taskWorkQueued";
  /** On the waiter, checked by jlockdep already, before it blocks on the in-flight count. */
  public static final String DIO_BEFORE_WAIT = "dio.beforeWait";
  /** On the completing thread, before the in-flight count goes down. */
  public static final String DIO_BEFORE_END = "dio.beforeEnd";
  /** On the device thread, a folio unlocked, its range still locked. */
  public static final String ENDIO_BETWEEN_PAGE_AND_RANGE = "endio.betweenPageAndRange";
  /** On whoever tries direct I/O again, before each attempt. */
  public static final String DIO_RETRY = "dio.retry";
  /** On the completing thread, after an event of asynchronous I/O was posted. */
  public static final String AIO_POSTED = "aio.posted";
  private final Map<String, Runnable> scripts = new ConcurrentHashMap<>();

  /** {@code script} runs on every thread that reaches the point. */
  public void at(String point, Runnable script) {
    scripts.put(point, script);
  }

  void reach(String point) {
    Runnable script = scripts.get(point);
    if (script != null) {
      script.run();
    }
  }
}
