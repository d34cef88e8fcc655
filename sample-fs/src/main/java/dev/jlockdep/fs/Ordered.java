package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Ticket;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * An ordered extent: blocks whose data is on its way to the device. Whoever makes it has promised to
 * submit the data; from then on the device and the end-I/O worker will complete it. Waiting for one
 * that oneself has still to submit would be for ever.
 */
public final class Ordered {
  private final long from;
  private final long to;
  private final Inode inode;
  private final Ticket promise;
  private final Done done = new Done();

  private Ordered(Inode inode, long from, long to) {
    this.inode = inode;
    this.from = from;
    this.to = to;
    this.promise = Lockdep.event(this, "ordered_extent", inode);
  }

  /** Announces blocks {@code [from, to)}; the calling thread owes their data. */
  static Ordered create(Inode inode, long from, long to) {
    Ordered made = new Ordered(inode, from, to);
    inode.orderedTree().add(made);
    return made;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  /** The data is with {@code completer} now. */
  void submitted(Object completer) {
    promise.handOff(completer);
  }

  /** The data is on the device and in the extent map, or never will be. */
  void complete() {
    inode.orderedTree().remove(this);
    promise.end();
    done.releaseShared(1);
  }

  /** Waits until it is complete. */
  void start() {
    Lockdep.await(this);
    if (!done.isDone()) {
      Waits.rescue("ordered_extent");
      done.acquireShared(1);
    }
  }

  @Override
  public String toString() {
    return "ordered_extent[" + from + "," + to + ")";
  }

  private static final class Done extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;

    boolean isDone() {
      return getState() == 1;
    }

    @Override
    protected int tryAcquireShared(int unused) {
      return isDone() ? 1 : -1;
    }

    @Override
    protected boolean tryReleaseShared(int unused) {
      setState(1);
      return true;
    }
  }
}
