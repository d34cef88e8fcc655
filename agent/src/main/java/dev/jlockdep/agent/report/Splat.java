package dev.jlockdep.agent.report;

import java.util.List;

/**
 * The printed form of a finding, in the layout and words of Linux lockdep. It keeps lockdep's
 * headlines and section order, and adds what lockdep leaves out: both stacks of every dependency, a
 * column for every thread of the circle, the evidence and the fingerprint.
 */
public final class Splat {
  /** Frames shown of each stack unless told otherwise. */
  public static final int MAX_FRAMES = 12;

  private final FindingRecord finding;
  private final int maxFrames;
  private final StringBuilder out = new StringBuilder(4096);

  private Splat(FindingRecord finding, int maxFrames) {
    this.finding = finding;
    this.maxFrames = maxFrames;
  }

  /** The splat with stacks of at most {@link #MAX_FRAMES} frames. */
  public static String of(FindingRecord finding, RunRecord run) {
    return of(finding, run, MAX_FRAMES);
  }

  /** The splat; each stack is cut after {@code maxFrames} frames. */
  public static String of(FindingRecord finding, RunRecord run, int maxFrames) {
    return new Splat(finding, maxFrames).print(run);
  }

  /** One line: fingerprint, what it is, the circle. */
  public static String oneLine(FindingRecord finding) {
    return finding.fingerprint()
        + " "
        + finding.headline()
        + " ("
        + finding.level()
        + (finding.failing() ? ", failing" : "")
        + "): "
        + finding.cycle();
  }

  private String print(RunRecord run) {
    header(run);
    // a finding about an order without its witnesses is told in its own words
    boolean witnessed = !finding.dependencies().isEmpty();
    switch (witnessed ? finding.kind() : unwitnessedKind()) {
      case "RECURSION":
        recursion();
        break;
      case "CYCLE":
      case "STALL":
        circle();
        break;
      case "BAD_RELEASE":
        badRelease();
        break;
      case "DEADLOCK":
        deadlock();
        break;
      default:
        messageAndHeldLocks();
    }
    trailer();
    return out.toString();
  }

  private void header(RunRecord run) {
    String headline = "WARNING: " + finding.headline();
    line("=".repeat(headline.length()));
    line(headline);
    line(run.headerLine() + (finding.test().isEmpty() ? "" : ", test " + finding.test()));
    line("-".repeat(headline.length()));
  }

  private String unwitnessedKind() {
    String kind = finding.kind();
    return kind.equals("BAD_RELEASE") || kind.equals("DEADLOCK") ? kind : "";
  }

  private void recursion() {
    tryingAndHolding();
    line("");
    line("other info that might help us debug this:");
    new Scenario(finding).print(out);
    line("");
    if (!finding.dependencies().get(0).held().isEvent()) {
      line(" May be due to missing lock nesting notation");
      line("");
    }
    otherOrders();
    heldLocks();
    backtrace();
  }

  private void circle() {
    tryingAndHolding();
    line("");
    if (finding.dependencies().size() == 1) {
      // wrong by itself: no other dependency leads back
      line("which the declared lock order forbids.");
      line("");
      line("other info that might help us debug this:");
      heldLocks();
      backtrace();
      return;
    }
    line("which lock already depends on the new lock.");
    line("");
    line("the existing dependency chain (in reverse order) is:");
    line("");
    existingChain();
    line("other info that might help us debug this:");
    line("");
    chainExists();
    new Scenario(finding).print(out);
    line("");
    heldLocks();
    backtrace();
  }

  private void tryingAndHolding() {
    DependencyRecord closing = finding.dependencies().get(0);
    boolean waits = closing.requested().isEvent();
    line(
        waits
            ? closing.thread() + "/#" + closing.threadId() + " waits for:"
            : who() + " is trying to acquire lock:");
    line(lockLine(closing.requested(), closing.requestPosition()));
    line("");
    line(
        closing.held().isEvent()
            ? "but it runs on a thread of the pool that has to do it:"
            : "but task is already holding lock:");
    line(lockLine(closing.held(), closing.heldPosition()));
  }

  /** The entries after the closing one, back to front; the closing request itself is #0. */
  private void existingChain() {
    List<DependencyRecord> dependencies = finding.dependencies();
    for (int i = dependencies.size() - 1; i > 0; i--) {
      link(i, dependencies.get(i));
    }
    DependencyRecord closing = dependencies.get(0);
    line(
        "-> #0 " + lockName(closing.requested())
            + (closing.requested().isEvent() ? ":  [the wait above]" : ":  [the acquisition above]"));
    line("      while holding " + lockName(closing.held()) + " since:");
    frames("        at ", closing.heldStack());
    line("");
  }

  private void link(int number, DependencyRecord dependency) {
    if (dependency.held().isEvent()) {
      needed(number, dependency);
      return;
    }
    line("-> #" + number + " " + lockName(dependency.requested()) + ":  " + takenBy(dependency));
    line("      held #" + (number - 1) + " " + lockName(dependency.held()) + " since:");
    frames("        at ", dependency.heldStack());
    line("      acquired #" + number + " at:");
    frames("        at ", dependency.requestStack());
    line("");
  }

  /** Somebody has to come past one thing before another can happen. */
  private void needed(int number, DependencyRecord dependency) {
    line("-> #" + number + " " + lockName(dependency.requested()) + ":  " + takenBy(dependency));
    line("      needed before #" + (number - 1) + " " + lockName(dependency.held()) + " happens");
    frames("        at ", dependency.heldStack());
    line("      asked for #" + number + " at:");
    frames("        at ", dependency.requestStack());
    line("");
  }

  private static String takenBy(DependencyRecord dependency) {
    return "[taken by "
        + dependency.thread()
        + "/#"
        + dependency.threadId()
        + (dependency.test().isEmpty() ? "" : ", test " + dependency.test())
        + "]";
  }

  /** A recursion can carry the opposite order of two instances; lockdep has no words for it. */
  private void otherOrders() {
    List<DependencyRecord> dependencies = finding.dependencies();
    if (dependencies.size() < 2) {
      return;
    }
    line("the same locks were taken in another order:");
    line("");
    for (int i = 1; i < dependencies.size(); i++) {
      DependencyRecord dependency = dependencies.get(i);
      line("-> " + lockLine(dependency.requested(), dependency.requestPosition()));
      line("      " + takenBy(dependency));
      line("      held " + dependency.held().instance() + " since:");
      frames("        at ", dependency.heldStack());
      line("      acquired " + dependency.requested().instance() + " at:");
      frames("        at ", dependency.requestStack());
      line("");
    }
  }

  private void chainExists() {
    if (finding.classes().size() < 3) {
      return;
    }
    line("Chain exists of:");
    line("  " + String.join(" --> ", finding.classes()));
    line("");
  }

  private void badRelease() {
    String lock = finding.classes().isEmpty() ? "" : " (" + finding.classes().get(0) + ")";
    String top = finding.stack().isEmpty() ? "" : Names.position(finding.stack().get(0));
    line(who() + " is trying to release lock" + lock + " at:");
    line(top);
    line(finding.message());
    line("");
    line("other info that might help us debug this:");
    heldLocks();
    backtrace();
  }

  private void deadlock() {
    line(finding.message());
    line("");
    for (DependencyRecord dependency : finding.dependencies()) {
      stuckThread(dependency);
    }
    if (!finding.dependencies().isEmpty()) {
      line(" *** DEADLOCK ***");
      line("");
    }
    if (!finding.heldLocks().isEmpty()) {
      heldLocks();
    }
    backtrace();
  }

  private void stuckThread(DependencyRecord dependency) {
    line(dependency.thread() + "/#" + dependency.threadId() + " is waiting for:");
    line("  " + lockLine(dependency.requested(), dependency.requestPosition()));
    frames("    at ", dependency.requestStack());
    line("while holding:");
    line("  " + lockLine(dependency.held(), dependency.heldPosition()));
    frames("    at ", dependency.heldStack());
    line("");
  }

  private void messageAndHeldLocks() {
    line(who() + ": " + finding.message());
    if (!finding.classes().isEmpty()) {
      line("lock classes: " + String.join(", ", finding.classes()));
    }
    line("");
    heldLocks();
    backtrace();
  }

  private void heldLocks() {
    List<LockRecord> held = finding.heldLocks();
    if (held.isEmpty()) {
      line("no locks held by " + who() + ".");
      return;
    }
    line(held.size() + (held.size() == 1 ? " lock" : " locks") + " held by " + who() + ":");
    for (int i = 0; i < held.size(); i++) {
      line(" #" + i + ": " + lockLine(held.get(i), held.get(i).position()));
    }
  }

  private void backtrace() {
    if (finding.stack().isEmpty()) {
      return;
    }
    line("");
    line("stack backtrace:");
    frames("  at ", finding.stack());
  }

  private void trailer() {
    line("");
    for (String evidence : finding.evidence()) {
      line("evidence: " + evidence);
    }
    for (String advice : Advice.of(finding, OrderCounts.UNKNOWN)) {
      line("help: " + advice);
    }
    line(
        "fingerprint "
            + finding.fingerprint()
            + "  level "
            + finding.level()
            + (finding.failing() ? "  failing" : "  not failing"));
    line("=".repeat(("WARNING: " + finding.headline()).length()));
  }

  private String who() {
    return finding.thread() + "/#" + finding.threadId();
  }

  /** {@code Inode@5e91 (inode_dio){event}, at: Dio.rw(Dio.java:9)   [note]}. */
  private static String lockLine(LockRecord lock, String position) {
    StringBuilder text = new StringBuilder();
    if (!lock.instance().isEmpty()) {
      text.append(Names.brief(lock.instance())).append(' ');
    }
    text.append(lockName(lock));
    if (!position.isEmpty()) {
      text.append(", at: ").append(Names.position(position));
    }
    if (!lock.note().isEmpty()) {
      text.append("   [").append(lock.note()).append(']');
    }
    return text.toString();
  }

  private static String lockName(LockRecord lock) {
    return "(" + lock.lockClass() + "){" + usage(lock) + "}";
  }

  /** The mode where a lock has several, else what the lock is. */
  private static String usage(LockRecord lock) {
    String kind = lock.kind();
    if (kind.equals("event") || kind.equals("counter")) {
      return kind;
    }
    switch (lock.mode()) {
      case "READ":
        return "read";
      case "RECURSIVE_READ":
        return "recursive read";
      default:
        return hasModes(kind) ? "write" : kind;
    }
  }

  private static boolean hasModes(String kind) {
    String lower = kind.toLowerCase();
    return lower.contains("rw") || lower.contains("readwrite") || lower.contains("stamped");
  }

  private void frames(String prefix, List<String> stack) {
    int shown = Math.min(maxFrames, stack.size());
    for (int i = 0; i < shown; i++) {
      line(prefix + stack.get(i));
    }
    if (stack.size() > shown) {
      line(prefix.replace("at ", "... ") + (stack.size() - shown) + " more");
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
