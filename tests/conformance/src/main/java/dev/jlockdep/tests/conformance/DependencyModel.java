package dev.jlockdep.tests.conformance;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.tests.conformance.Notation.Segment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The dependencies between different classes that a sequence must give, derived from the notation
 * alone. Each is written {@code A EXCLUSIVE -> B READ}.
 */
final class DependencyModel {
  private final Set<String> required;
  private final Set<String> allowed;
  private final List<String> lockClasses;

  private DependencyModel(Set<String> required, Set<String> allowed, Set<String> lockClasses) {
    this.required = required;
    this.allowed = allowed;
    this.lockClasses = List.copyOf(lockClasses);
  }

  static DependencyModel unknown() {
    return new DependencyModel(Set.of(), null, Set.of());
  }

  static DependencyModel of(List<Segment> segments, LockKind plain, LockKind shared) {
    Set<String> required = new LinkedHashSet<>();
    Set<String> allowed = new LinkedHashSet<>();
    Set<String> lockClasses = new LinkedHashSet<>();
    for (Segment segment : segments) {
      List<Op> held = new ArrayList<>();
      for (Op op : segment.ops()) {
        lockClasses.add(Interpreter.className(op.lock()));
        if (op.action() == Op.Action.RELEASE) {
          drop(held, op);
          continue;
        }
        if (op.action() != Op.Action.TRY && !holds(held, op.lock())) {
          add(required, allowed, held, op, plain, shared);
        }
        held.add(op);
      }
    }
    return new DependencyModel(required, allowed, lockClasses);
  }

  private static void add(
      Set<String> required,
      Set<String> allowed,
      List<Op> held,
      Op request,
      LockKind plain,
      LockKind shared) {
    for (int i = 0; i < held.size(); i++) {
      String dependency = text(held.get(i), request, plain, shared);
      if (sameClass(held.get(i), request)) {
        continue;
      }
      allowed.add(dependency);
      if (i == held.size() - 1) {
        required.add(dependency);
      }
    }
  }

  private static boolean sameClass(Op held, Op request) {
    return Interpreter.className(held.lock()).equals(Interpreter.className(request.lock()));
  }

  private static boolean holds(List<Op> held, String lock) {
    return held.stream().anyMatch(op -> op.lock().equals(lock));
  }

  private static void drop(List<Op> held, Op release) {
    for (int i = held.size() - 1; i >= 0; i--) {
      Op op = held.get(i);
      if (op.lock().equals(release.lock()) && op.access() == release.access()) {
        held.remove(i);
        return;
      }
    }
  }

  private static String text(Op held, Op request, LockKind plain, LockKind shared) {
    return text(Interpreter.className(held.lock()), mode(held, plain, shared),
        Interpreter.className(request.lock()), mode(request, plain, shared));
  }

  static String text(String from, AcquireMode fromMode, String to, AcquireMode toMode) {
    return from + " " + fromMode + " -> " + to + " " + toMode;
  }

  private static AcquireMode mode(Op op, LockKind plain, LockKind shared) {
    if (op.access() != Access.READ) {
      return AcquireMode.EXCLUSIVE;
    }
    return shared == LockKind.ANNOTATED ? AcquireMode.RECURSIVE_READ : AcquireMode.READ;
  }

  List<String> lockClasses() {
    return lockClasses;
  }

  /** Those from the innermost held lock: no validator may miss them. */
  Set<String> required() {
    return required;
  }

  /** Whether there may be such a dependency; a trial by hand allows any. */
  boolean allows(String dependency) {
    return allowed == null || allowed.contains(dependency);
  }
}
