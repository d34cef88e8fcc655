package dev.jlockdep.agent.report;

import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.LockClassView;
import java.util.ArrayList;
import java.util.List;

/** Turns what the runtime hands out into the report model; the only bridge between the two. */
public final class Records {
  private Records() {}

  /** The finding as a record. */
  public static FindingRecord of(Finding finding) {
    List<DependencyRecord> dependencies = new ArrayList<>();
    for (Dependency dependency : finding.dependencies()) {
      dependencies.add(of(dependency));
    }
    List<LockRecord> held = new ArrayList<>();
    for (HeldLock lock : finding.heldLocks()) {
      held.add(of(lock));
    }
    return new FindingRecord(
        finding.kind().name(),
        finding.kind().headline(),
        finding.level().name(),
        finding.fingerprint(),
        text(finding.message()),
        finding.classes(),
        dependencies,
        held,
        frames(finding.stack()),
        text(finding.thread()),
        finding.threadId(),
        text(finding.test()),
        finding.evidence(),
        finding.failing(),
        finding.timeMillis());
  }

  static DependencyRecord of(Dependency dependency) {
    return new DependencyRecord(
        of(dependency.held()),
        of(dependency.requested()),
        frames(dependency.heldStack()),
        frames(dependency.requestStack()),
        text(dependency.thread()),
        dependency.threadId(),
        text(dependency.task()),
        text(dependency.test()));
  }

  static LockRecord of(HeldLock lock) {
    LockClassView lockClass = lock.lockClass();
    return new LockRecord(
        lockClass.name(),
        text(lockClass.kind()),
        text(lockClass.type()),
        lockClass.declared(),
        text(lock.instance()),
        lock.mode().name(),
        lock.position() == null ? "" : frame(lock.position()),
        text(lock.note()));
  }

  static List<String> frames(StackTraceElement[] stack) {
    List<String> frames = new ArrayList<>(stack.length);
    for (StackTraceElement element : stack) {
      frames.add(frame(element));
    }
    return frames;
  }

  /** {@code pkg.Type.method(File.java:12)}: without the loader and module, so that IDEs link it. */
  static String frame(StackTraceElement element) {
    StringBuilder out = new StringBuilder();
    out.append(element.getClassName()).append('.').append(element.getMethodName()).append('(');
    if (element.isNativeMethod()) {
      out.append("Native Method");
    } else if (element.getFileName() == null) {
      out.append("Unknown Source");
    } else {
      out.append(element.getFileName());
      if (element.getLineNumber() >= 0) {
        out.append(':').append(element.getLineNumber());
      }
    }
    return out.append(')').toString();
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
