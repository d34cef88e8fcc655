package dev.jlockdep.agent.watch;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.Level;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Writes a circle of stuck threads down as a finding. */
final class DeadlockReport {
  private static final StackTraceElement[] NO_FRAMES = {};
  private static final int MAX_BYSTANDERS = 8;

  private final List<Request> circle;
  private final List<Request> bystanders;
  private final List<Dependency> dependencies = new ArrayList<>();
  private final List<String> classes = new ArrayList<>();

  /**
   * @param circle each waits for the next one, the last for the first; one entry waits for itself
   *     or for a thread that has ended
   * @param bystanders other threads that cannot go on either
   */
  DeadlockReport(List<Request> circle, List<Request> bystanders) {
    this.circle = turned(circle);
    this.bystanders = bystanders;
  }

  /** Starts the circle at the smallest class name, so that the same deadlock reads the same. */
  private static List<Request> turned(List<Request> circle) {
    int first = 0;
    for (int i = 1; i < circle.size(); i++) {
      if (order(circle.get(i)).compareTo(order(circle.get(first))) < 0) {
        first = i;
      }
    }
    List<Request> turned = new ArrayList<>(circle.subList(first, circle.size()));
    turned.addAll(circle.subList(0, first));
    return turned;
  }

  private static String order(Request r) {
    return r.wanted.lockClass.name() + ' ' + r.mode + ' ' + r.wanted.kind;
  }

  Finding finding() {
    for (int i = 0; i < circle.size(); i++) {
      Request before = circle.get(i == 0 ? circle.size() - 1 : i - 1);
      Request own = circle.get(i);
      // one that only stands in a lock's queue passes the wait on: it is in the evidence
      if (circle.size() == 1 || !before.wanted.key.equals(own.wanted.key)) {
        dependencies.add(dependency(before, own));
        classes.add(before.wanted.lockClass.name());
      }
    }
    if (classes.isEmpty()) { // all wait for one lock that they share
      dependencies.add(dependency(circle.get(0), circle.get(0)));
      classes.add(circle.get(0).wanted.lockClass.name());
    }
    ThreadView first = circle.get(0).who;
    return new Finding(
        FindingKind.DEADLOCK,
        Level.ACTUAL,
        fingerprint(),
        message(),
        classes,
        dependencies,
        heldLocks(first),
        trimmed(first.stack()),
        first.thread.getName(),
        first.id(),
        test(),
        evidence(),
        true,
        System.currentTimeMillis());
  }

  private Dependency dependency(Request before, Request own) {
    StackTraceElement[] request = trimmed(own.who.stack());
    StackTraceElement[] held = heldStack(own.who, before);
    return new Dependency(
        new HeldLock(
            before.wanted.lockClass,
            before.wanted.instance,
            heldMode(own.who, before),
            position(held),
            note(before, own.who)),
        new HeldLock(
            own.wanted.lockClass, own.wanted.instance, own.mode, position(request), ""),
        held,
        request,
        own.who.thread.getName(),
        own.who.id(),
        own.who.thread.getName(),
        "");
  }

  private static String note(Request request, ThreadView holder) {
    Role role = request.roleOf(holder.thread);
    return role == null ? "" : role.note;
  }

  /** The thread's hold on what {@code other} wants, as index into its snapshot, or -1. */
  private static int holdIndex(ThreadView holder, Request other) {
    for (int i = 0; i <= holder.last(); i++) {
      Object lock = holder.held.lock(i);
      if (lock != null
          && !holder.held.pending(i)
          && other.wanted.key.equals(
              lock.getClass().getName() + '@' + System.identityHashCode(lock))) {
        return i;
      }
    }
    return -1;
  }

  private static AcquireMode heldMode(ThreadView holder, Request other) {
    int i = holdIndex(holder, other);
    if (i >= 0) {
      return holder.held.mode(i);
    }
    return other.roleOf(holder.thread) == Role.READER
        ? AcquireMode.READ
        : AcquireMode.EXCLUSIVE;
  }

  /** Where the holder took what the other one wants, as far as that can be told now. */
  private static StackTraceElement[] heldStack(ThreadView holder, Request other) {
    int i = holdIndex(holder, other);
    if (i >= 0 && holder.held.position(i) != null) {
      return stackAt(holder.stack(), holder.held.position(i));
    }
    switch (other.wanted.kind) {
      case MONITOR:
        return monitorStack(holder, other);
      case CLASS_INIT:
        return initStack(holder, other.wanted.instance);
      default:
        return NO_FRAMES;
    }
  }

  /** The position, and below it what the stack still shows of its callers. */
  private static StackTraceElement[] stackAt(
      StackTraceElement[] stack, StackTraceElement position) {
    for (int i = stack.length - 1; i >= 0; i--) {
      if (stack[i].getClassName().equals(position.getClassName())
          && stack[i].getMethodName().equals(position.getMethodName())) {
        StackTraceElement[] from = Arrays.copyOfRange(stack, i, stack.length);
        from[0] = position;
        return from;
      }
    }
    return new StackTraceElement[] {position};
  }

  private static StackTraceElement[] monitorStack(ThreadView holder, Request other) {
    ThreadInfo info = holder.virtual() ? null : Jmx.withMonitors(holder.id());
    if (info == null) {
      return NO_FRAMES;
    }
    for (MonitorInfo m : info.getLockedMonitors()) {
      String key = m.getClassName() + '@' + m.getIdentityHashCode();
      if (key.equals(other.wanted.key) && m.getLockedStackDepth() >= 0) {
        StackTraceElement[] stack = info.getStackTrace();
        return Arrays.copyOfRange(stack, m.getLockedStackDepth(), stack.length);
      }
    }
    return NO_FRAMES;
  }

  private static StackTraceElement[] initStack(ThreadView holder, String type) {
    StackTraceElement[] stack = holder.stack();
    for (int i = 0; i < stack.length; i++) {
      if (stack[i].getMethodName().equals("<clinit>") && stack[i].getClassName().equals(type)) {
        return Arrays.copyOfRange(stack, i, stack.length);
      }
    }
    return trimmed(stack); // not yet at its own initialiser: it waits for that of a supertype
  }

  private static StackTraceElement[] trimmed(StackTraceElement[] stack) {
    int from = 0;
    while (from < stack.length - 1 && LockTypes.isLockLibrary(stack[from].getClassName())) {
      from++;
    }
    return Arrays.copyOfRange(stack, from, stack.length);
  }

  /** The first frame of code that somebody wrote who wanted the lock. */
  private static StackTraceElement position(StackTraceElement[] stack) {
    for (StackTraceElement f : stack) {
      String type = f.getClassName();
      if (!LockTypes.isLockLibrary(type)
          && !type.startsWith("java.util.concurrent.")
          && !type.startsWith("java.lang.")
          && !type.startsWith("jdk.internal.")) {
        return f;
      }
    }
    return stack.length == 0 ? null : stack[0];
  }

  private static List<HeldLock> heldLocks(ThreadView t) {
    List<HeldLock> locks = new ArrayList<>();
    for (int i = 0; i <= t.last(); i++) {
      Object lock = t.held.lock(i);
      if (lock != null && !t.held.pending(i) && t.held.lockClass(i) != null) {
        String instance =
            LockTypes.plain(lock.getClass().getName())
                + '@'
                + Integer.toHexString(System.identityHashCode(lock));
        locks.add(
            new HeldLock(
                t.held.lockClass(i), instance, t.held.mode(i), t.held.position(i), ""));
      }
    }
    return locks;
  }

  /** The test that the circle is of: of one of its threads, else the one that began last. */
  private String test() {
    for (Request r : circle) {
      if (r.who.held != null && !r.who.held.test().isEmpty()) {
        return r.who.held.test();
      }
    }
    return LockdepControl.currentTest();
  }

  private String message() {
    String names =
        circle.stream()
            .map(r -> '"' + r.who.thread.getName() + '"')
            .collect(Collectors.joining(", "));
    if (circle.size() > 1) {
      return circle.size() + " threads wait for each other and cannot go on: " + names;
    }
    Request only = circle.get(0);
    return only.roleOf(only.who.thread) == null
        ? names + " waits for " + only.wanted + ", and what it needs has ended"
        : names + " waits for itself and cannot go on";
  }

  private List<String> evidence() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < circle.size(); i++) {
      lines.add(line(circle.get(i), circle.get((i + 1) % circle.size()).who));
    }
    for (Request r : bystanders.subList(0, Math.min(MAX_BYSTANDERS, bystanders.size()))) {
      lines.add(r.who + " waits for " + r.wanted + " behind them");
    }
    if (bystanders.size() > MAX_BYSTANDERS) {
      lines.add((bystanders.size() - MAX_BYSTANDERS) + " more threads wait behind them");
    }
    return lines;
  }

  private static String line(Request r, ThreadView next) {
    String how = r.mode == AcquireMode.EXCLUSIVE ? "" : " (read)";
    Role role = r.roleOf(next.thread);
    String other = next == r.who ? "itself" : next.toString();
    String why = role == null ? ", which nobody can end" : ", " + role.by + ' ' + other;
    return r.who + " waits for " + r.wanted + how + why;
  }

  private String fingerprint() {
    CRC32 crc = new CRC32();
    String text =
        circle.stream()
            .map(DeadlockReport::order)
            .collect(Collectors.joining("|", "DEADLOCK|", ""));
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("LD-%08x", crc.getValue());
  }
}
