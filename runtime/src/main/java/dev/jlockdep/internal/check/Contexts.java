package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.Scope;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.ThreadState;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/**
 * Code that must not wait without a time limit: sections that say so, what event loops run, and what
 * keeps a virtual thread on its carrier. A loop's own wait for work is none of it, and neither is
 * asking for what is there already.
 */
public final class Contexts {
  /** Values of {@link ThreadState#loop}. */
  private static final byte NO_LOOP = 1;
  private static final byte NAMED = 2;
  private static final byte KNOWN = 3;
  private static final byte CARRIED = 4;
  /** Before JDK 24 a virtual thread cannot leave its carrier with a monitor in hand (JEP 491). */
  private static final boolean MONITORS_PIN = Runtime.version().feature() < 24;

  private static final String EDT = "java.awt.EventDispatchThread";
  private static final String NETTY_THREAD = "io.netty.util.concurrent.FastThreadLocalThread";
  private static volatile String[] patterns = {};

  private Contexts() {}

  /** Names of threads that are event loops, with {@code *} and {@code ?}. Before any thread waits. */
  public static void eventLoops(List<String> names) {
    patterns = names.toArray(new String[0]);
  }

  /** Opens a section of the calling thread that must not wait. */
  public static Scope open(ThreadState s, String what) {
    return new NonBlocking(s, what);
  }

  private static final class NonBlocking extends OpenScope {
    private final String section;

    NonBlocking(ThreadState s, String section) {
      super(s);
      this.section = section;
    }

    @Override
    protected String what() {
      return section;
    }
  }

  /** Whether waits of the thread are looked at here. */
  public static boolean concern(ThreadState s) {
    byte loop = s.loop;
    return s.scopes != null || (loop == 0 ? kind(s) : loop) != NO_LOOP;
  }

  private static byte kind(ThreadState s) {
    String type = s.thread.getClass().getName();
    byte kind =
        type.equals(EDT) || type.equals(NETTY_THREAD) ? KNOWN : s.virtual ? CARRIED : NO_LOOP;
    for (String p : patterns) {
      if (matches(p, s.thread.getName())) {
        kind = NAMED;
      }
    }
    s.loop = kind;
    return kind;
  }

  /**
   * Before a wait without a time limit.
   *
   * @param once what is waited for happens once: a latch, a future, the end of a thread
   * @return a finding when the configuration wants it thrown, else null
   */
  public static Finding waits(ThreadState s, Object event, boolean once) {
    s.busy++;
    try {
      String section = section(s);
      String pin = section == null && s.loop == CARRIED ? pin(s, event, MONITORS_PIN) : null;
      boolean concerned = section != null || pin != null || s.loop == NAMED || s.loop == KNOWN;
      if (!concerned || once && happened(event)) {
        return null;
      }
      StackTraceElement[] stack = asking(Stacks.trim(new Throwable()));
      if (section != null) {
        return report(s, event, section, Level.PROVEN, stack, "the section says that it never waits");
      }
      if (s.loop == NAMED) {
        return once || !ownWait(stack)
            ? report(s, event, "event loop " + s.thread.getName(), Level.LIKELY, stack,
                "the option eventLoops names this thread")
            : null;
      }
      if (pin != null) {
        return report(s, event, "carrier of virtual threads", Level.POSSIBLE, stack,
            "only possible: " + pin + " keeps the virtual thread on its carrier; whoever ends the wait"
                + " may find another one");
      }
      String loop = once ? loop(s, stack) : null;
      return loop == null
          ? null
          : report(s, event, loop, Level.POSSIBLE, stack,
              "only possible: whoever ends the wait may not need the loop");
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  private static String section(ThreadState s) {
    for (OpenScope o = OpenScope.innermost(s); o != null; o = o.below()) {
      if (o instanceof NonBlocking) {
        return ((NonBlocking) o).section;
      }
    }
    return null;
  }

  /**
   * What keeps a virtual thread on its carrier while it waits, or null. Native frames do too; finding
   * them would cost a stack walk for each wait.
   */
  static String pin(ThreadState s, Object event, boolean monitorsPin) {
    for (int i = 0; i < s.depth(); i++) {
      int kind = s.kind(i);
      if (kind == Kind.INIT) {
        return "a class initialiser";
      }
      // for Object.wait itself the JVM adds a carrier
      if (monitorsPin && kind == Kind.MONITOR && !s.stack[i].holds(event)) {
        return "a monitor";
      }
    }
    return null;
  }

  private static boolean happened(Object event) {
    if (event instanceof CountDownLatch) {
      return ((CountDownLatch) event).getCount() == 0;
    }
    if (event instanceof Future) {
      return ((Future<?>) event).isDone();
    }
    return event instanceof Thread && !((Thread) event).isAlive();
  }

  /** Whether the loop waits for work: no code but that of one type is between it and the JDK. */
  private static boolean ownWait(StackTraceElement[] stack) {
    String type = null;
    for (StackTraceElement f : stack) {
      if (!Stacks.jdk(f.getClassName())) {
        if (type != null && !type.equals(f.getClassName())) {
          return false;
        }
        type = f.getClassName();
      }
    }
    return true;
  }

  /** The known event loop that runs user code which waits, or null. The JDK knows what it does. */
  private static String loop(ThreadState s, StackTraceElement[] stack) {
    if (stack.length == 0 || Stacks.jdk(stack[0].getClassName())) {
      return null;
    }
    if (s.thread.getClass().getName().equals(EDT)) {
      return "event dispatch thread";
    }
    for (StackTraceElement f : stack) {
      String type = f.getClassName();
      if (type.startsWith("io.netty.channel.") && type.endsWith("EventLoop")
          && f.getMethodName().equals("run")) {
        return "Netty event loop";
      }
    }
    return null;
  }

  /** The stack from the first frame on that is not of what is waited for. */
  private static StackTraceElement[] asking(StackTraceElement[] stack) {
    int from = 0;
    while (from < stack.length && waiting(stack[from].getClassName())) {
      from++;
    }
    return from == stack.length ? stack : Arrays.copyOfRange(stack, from, stack.length);
  }

  private static boolean waiting(String type) {
    return type.startsWith("java.util.concurrent.") || type.equals("java.lang.Thread")
        || type.equals("javax.swing.SwingWorker");
  }

  private static Finding report(
      ThreadState s, Object event, String where, Level level, StackTraceElement[] stack,
      String evidence) {
    String at = stack.length == 0 ? "" : position(stack);
    String type = event.getClass().getName();
    return Plain.report(
        s, FindingKind.CONTEXT, level, List.of(where, at), s.thread.getName() + " waits for a "
            + type.substring(type.lastIndexOf('.') + 1) + " without a time limit in the " + where,
        List.of(where), List.of(evidence), level == Level.PROVEN, stack);
  }

  /** Type and method of the first frame that is not the JDK's. */
  private static String position(StackTraceElement[] stack) {
    for (StackTraceElement f : stack) {
      if (!Stacks.jdk(f.getClassName())) {
        return f.getClassName() + "." + f.getMethodName();
      }
    }
    return stack[0].getClassName() + "." + stack[0].getMethodName();
  }

  /** Whether a text fits a pattern with {@code *} and {@code ?}. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int back = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        back = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++back;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
