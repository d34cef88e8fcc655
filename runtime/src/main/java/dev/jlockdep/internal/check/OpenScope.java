package dev.jlockdep.internal.check;

import dev.jlockdep.api.Scope;
import dev.jlockdep.internal.held.ThreadState;

/**
 * A scope that a thread opened and has not closed. The open ones of a thread are a list, newest
 * first, in {@link ThreadState#scopes}; only that thread changes it.
 */
public abstract class OpenScope implements Scope {
  private final ThreadState opener;
  private OpenScope below;
  private volatile boolean closed;

  protected OpenScope(ThreadState s) {
    opener = s;
    below = (OpenScope) s.scopes;
    s.scopes = this;
  }

  /** What it is, in findings. */
  protected abstract String what();

  /** It was closed by its own thread; hooks are disabled. */
  protected void closed(ThreadState s) {}

  /** The innermost open scope of a thread, or null. */
  public static OpenScope innermost(ThreadState s) {
    return (OpenScope) s.scopes;
  }

  /** The thread that opened it. */
  protected final ThreadState opener() {
    return opener;
  }

  /** The next scope outwards, or null. */
  public final OpenScope below() {
    return below;
  }

  public final boolean isClosed() {
    return closed;
  }

  @Override
  public final void close() {
    ThreadState s = ThreadState.current();
    if (closed || s != opener) {
      if (s.busy == 0) {
        Plain.misuse(s, what(), s.thread.getName() + " closes the " + what() + ", which "
            + (closed ? "is closed already" : opener.thread.getName() + " opened"));
      }
      return;
    }
    closed = true;
    s.busy++;
    try {
      unlink();
      closed(s);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  private void unlink() {
    OpenScope above = null;
    for (OpenScope o = innermost(opener); o != this; o = o.below) {
      above = o;
    }
    if (above == null) {
      opener.scopes = below;
    } else {
      above.below = below;
    }
  }

  /** The thread or its task ends: what it opened since {@code from} ends too, and is said. */
  public static void leaks(ThreadState s, Object from, String unit) {
    while (s.scopes != null && s.scopes != from) {
      OpenScope o = (OpenScope) s.scopes;
      Plain.misuse(s, o.what(), s.thread.getName() + " leaves the " + o.what()
          + " open at the end of its " + unit);
      o.close();
      if (s.scopes == o) {
        // it could not be closed: the thread must end all the same
        s.scopes = o.below;
      }
    }
  }
}
