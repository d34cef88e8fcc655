package dev.jlockdep.tests.conformance;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.tests.conformance.Notation.Segment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The dependencies between different classes that a sequence must give, derived from the notation
 * alone.
 */
final class DependencyModel {
  private final LockKind shared;
  private final Set<Entry> required = new LinkedHashSet<>();
  private final Set<Entry> all = new LinkedHashSet<>();
  private final Set<String> lockClasses = new LinkedHashSet<>();

  /** One dependency. Of a hold, only whether it is shared counts: {@code READ} stands for both. */
  record Entry(String from, AcquireMode fromMode, String to, AcquireMode toMode) {
    Entry {
      fromMode = fromMode == AcquireMode.EXCLUSIVE ? fromMode : AcquireMode.READ;
    }
  }

  private DependencyModel(LockKind shared) {
    this.shared = shared;
  }

  /** A model that requires nothing and allows anything. */
  static DependencyModel unknown() {
    return new DependencyModel(null);
  }

  static DependencyModel of(List<Segment> segments, LockKind shared) {
    DependencyModel model = new DependencyModel(shared);
    segments.forEach(model::add);
    return model;
  }

  private void add(Segment segment) {
    List<Op> held = new ArrayList<>();
    for (Op op : segment.ops()) {
      lockClasses.add(Interpreter.className(op.lock()));
      if (op.action() == Op.Action.RELEASE) {
        drop(held, op);
        continue;
      }
      if (op.action() != Op.Action.TRY && !isAgain(held, op) && !isSerialised(held, op)) {
        request(held, op);
      }
      held.add(op);
    }
  }

  private static boolean isAgain(List<Op> held, Op op) {
    return held.stream().anyMatch(hold -> hold.lock().equals(op.lock()));
  }

  /**
   * Whether an outer lock makes this nesting within a class legal. As in the kernel such a request
   * adds no dependency at all: the first lock of the class has added them.
   */
  private static boolean isSerialised(List<Op> held, Op op) {
    String lockClass = Interpreter.className(op.lock());
    return op.action() == Op.Action.ACQUIRE_UNDER
        && held.stream().anyMatch(hold -> Interpreter.className(hold.lock()).equals(lockClass));
  }

  private void request(List<Op> held, Op request) {
    for (int i = 0; i < held.size(); i++) {
      String from = Interpreter.className(held.get(i).lock());
      String to = Interpreter.className(request.lock());
      if (from.equals(to)) {
        continue;
      }
      Entry entry = new Entry(from, mode(held.get(i)), to, mode(request));
      all.add(entry);
      if (i == held.size() - 1) {
        required.add(entry);
      }
    }
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

  private AcquireMode mode(Op op) {
    if (op.access() != Access.READ) {
      return AcquireMode.EXCLUSIVE;
    }
    return shared == LockKind.ANNOTATED ? AcquireMode.RECURSIVE_READ : AcquireMode.READ;
  }

  List<String> lockClasses() {
    return List.copyOf(lockClasses);
  }

  /** Those from the innermost held lock: no validator may miss them. */
  Set<Entry> required() {
    return required;
  }

  /** Those from every held lock: there may be no others. */
  Set<Entry> all() {
    return all;
  }

  /** Whether there may be such a dependency; a trial by hand allows any. */
  boolean allows(Entry dependency) {
    return shared == null && all.isEmpty() || all.contains(dependency);
  }
}
