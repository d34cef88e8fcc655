package dev.jlockdep.hooks;

import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.graph.Task;
import dev.jlockdep.internal.held.ThreadState;

/** Starts units of work. */
public final class Tasks {
  private Tasks() {}

  /** From now on the calling thread works for another task. */
  public static void begin(ThreadState s, String test) {
    s.busy++;
    try {
      s.begin(new Task(s.thread.getName(), s.thread.getId(), test, null, 0));
      s.taskDepth = s.depth();
      s.taskScopes = s.scopes;
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }
}
