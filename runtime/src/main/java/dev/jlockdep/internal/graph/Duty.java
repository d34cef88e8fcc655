package dev.jlockdep.internal.graph;

/**
 * Who must let go of a hold that outlives the call that took it: where it began, where it was handed
 * over, and to what. Written before it is handed to another thread; read by reports.
 */
public class Duty {
  /** Where the hold began; a raw trace until somebody wants to print it. */
  private volatile Throwable raw;
  private volatile StackTraceElement[] began;
  /** The place where it began when no trace was kept; else 0. */
  private int site;
  public volatile String beganBy;
  private volatile Throwable rawHandOver;
  private volatile StackTraceElement[] handedOver;
  public volatile String handedBy;
  /** What it was handed over to, in words; null while it was not. */
  public volatile String handedTo;
  /** The queue it waits in for its end, or null. */
  public volatile Object queue;

  private volatile Duty snapshot;

  /** What is known now, without what it is about: witnesses keep it for good. Walks stacks once. */
  public Duty snapshot() {
    Duty known = snapshot;
    if (known == null) {
      known = new Duty();
      known.began = began();
      known.beganBy = beganBy;
      known.handedOver = handedOver();
      known.handedBy = handedBy;
      known.handedTo = handedTo;
      known.queue = queue;
      snapshot = known;
    }
    return known;
  }

  public void began(Throwable trace, String thread) {
    raw = trace;
    beganBy = thread;
  }

  /** Where only the place is kept. */
  public void began(int place, String thread) {
    site = place;
    beganBy = thread;
  }

  public void began(StackTraceElement[] stack, String thread) {
    began = stack;
    beganBy = thread;
  }

  /** The stack where the hold began, from its position on; null when unknown. */
  public StackTraceElement[] began() {
    Throwable t = raw;
    if (t != null) {
      began = Stacks.fromPosition(Stacks.trim(t));
      raw = null;
    } else if (began == null && site != 0) {
      StackTraceElement at = Sites.position(site);
      began = at == null ? null : new StackTraceElement[] {at};
    }
    return began;
  }

  public void handedOver(Throwable trace, String by, String to) {
    rawHandOver = trace;
    handedBy = by;
    handedTo = to;
    snapshot = null;
  }

  /** The stack where it was handed over last, from its position on; null when it was not. */
  public StackTraceElement[] handedOver() {
    Throwable t = rawHandOver;
    if (t != null) {
      handedOver = Stacks.fromPosition(Stacks.trim(t));
      rawHandOver = null;
    }
    return handedOver;
  }
}
