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
  /** On the completing thread, before what was written is to be seen. */
  public static final String DIO_BEFORE_SETTLE = "dio.beforeSettle";
  /** On the completing thread, before the in-flight count goes down. */
  public static final String DIO_BEFORE_END = "dio.beforeEnd";
  /** On the device thread, a folio unlocked, its range still locked. */
  public static final String ENDIO_BETWEEN_PAGE_AND_RANGE = "endio.betweenPageAndRange";
  /** On whoever tries direct I/O again, before each attempt. */
  public static final String DIO_RETRY = "dio.retry";
  /** On a direct reader or writer, what was missing faulted in, before it tries again. */
  public static final String DIO_FAULTED_IN = "dio.faultedIn";
  /** On a direct reader, the range of a block locked, before the user's page is touched. */
  public static final String DIO_AFTER_BEGIN = "dio.afterBegin";
  /** On a direct writer, an ordered extent made and not yet submitted. */
  public static final String DIO_ORDERED_MADE = "dio.orderedMade";
  /** On a direct reader that found data on its way to the blocks it is about to read. */
  public static final String DIO_FOUND_ORDERED = "dio.foundOrdered";
  /** On a failed writer that gives its reservation back, after it has looked for data. */
  public static final String DELALLOC_BETWEEN_SEEKS = "delalloc.betweenSeeks";
  /** On a failed writer, before room that it reserved is given back. */
  public static final String DELALLOC_BEFORE_PUNCH = "delalloc.beforePunch";
  /** On whoever locks two files or their mappings, after the first. */
  public static final String REMAP_ONE_LOCKED = "remap.oneLocked";
  /** On a DAX writer that has deleted entries, before it allocates. */
  public static final String DAX_INVALIDATED = "dax.afterInvalidate";
  /** On a DAX writer that has its block, before the copy. */
  public static final String DAX_BEFORE_COPY = "dax.beforeCopy";
  /** On a DAX writer, after the copy. */
  public static final String DAX_COPIED = "dax.copied";
  /** On a page fault that has the entry locked and no transaction. */
  public static final String DAX_ENTRY_LOCKED = "dax.entryLocked";
  /** On a DAX writer in its transaction, before it has the entry. */
  public static final String DAX_BEGUN = "dax.begun";
  /** On a page fault that has found a block new, before it zeroes it. */
  public static final String DAX_BEFORE_ZERO = "dax.beforeZero";
  /** On whoever punches a hole, nothing of it cached or mapped any more, its blocks still there. */
  public static final String PUNCH_DROPPED = "punch.dropped";
  /** On a buffered call of the gfs personality, the glock taken. */
  public static final String GFS_LOCKED = "gfs.locked";
  /** On a writer of the gfs personality that has faulted in, its glock demotable. */
  public static final String GFS_FAULTED_IN = "gfs.faultedIn";
  /** On a reader of several blocks that has looked up where they are. */
  public static final String READ_MAPPED = "read.mapped";
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
