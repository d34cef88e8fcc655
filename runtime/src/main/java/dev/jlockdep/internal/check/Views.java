package dev.jlockdep.internal.check;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.DependencyView;
import dev.jlockdep.api.GraphView;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.Stats;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Cycle;
import dev.jlockdep.internal.graph.Dep;
import dev.jlockdep.internal.graph.DependencyGraph;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.Witness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Snapshots of the graph and its counters. */
public final class Views {
  private static final int WITNESSES = 4;

  private Views() {}

  private static final class Copy implements Validator.GraphReader {
    final List<DependencyView> dependencies = new ArrayList<>();
    final List<int[]> chains = new ArrayList<>();

    @Override
    public void read(DependencyGraph graph, List<Cycle> cycles, Chains all) {
      for (Dep d : graph.all()) {
        dependencies.add(view(d));
      }
      chains.addAll(all.list());
    }
  }

  private static final class Counts implements Validator.GraphReader {
    final LinkedHashMap<String, Object> values = new LinkedHashMap<>();

    @Override
    public void read(DependencyGraph graph, List<Cycle> cycles, Chains all) {
      values.put("classes", ClassTable.count());
      values.put("dependencies", graph.all().size());
      values.put("chains", all.count());
      values.put("cycles", cycles.size());
      values.put("instances", Instances.count());
      values.put("sites", Sites.positions());
      values.put("sitesRefused", Sites.refused());
      values.put("classesRefused", ClassTable.refused());
      values.put("dependenciesRefused", graph.refused());
      values.put("findingsRefused", Findings.refused());
      values.put("internalErrors", Errors.count());
      values.put("stackOverflows", Errors.overflows());
      values.put("listenerErrors", Findings.listenerErrors());
    }
  }

  public static GraphView graph() {
    Copy copy = new Copy();
    Validator.read(copy);
    return new GraphView(new ArrayList<LockClassView>(ClassTable.all()), copy.dependencies,
        copy.chains);
  }

  public static Stats stats() {
    Counts counts = new Counts();
    Validator.read(counts);
    return new Stats(counts.values);
  }

  private static DependencyView view(Dep d) {
    List<Dependency> list = new ArrayList<>();
    AcquireMode from = d.fromShared ? AcquireMode.READ : AcquireMode.EXCLUSIVE;
    AcquireMode to = Held.mode(d.toMode);
    for (int i = 0; i < Math.min(WITNESSES, d.witnessCount); i++) {
      Witness w = d.witnesses[i];
      if (w.requestStack == null || w.heldStack == null) {
        continue;
      }
      StackTraceElement held = Sites.position(w.heldSite);
      StackTraceElement wanted = Sites.position(w.requestSite);
      list.add(
          new Dependency(
              new HeldLock(d.from, w.heldLabel, from,
                  held != null ? held : first(w.heldStack), ""),
              new HeldLock(d.to, w.requestLabel, to,
                  wanted != null ? wanted : first(w.requestStack), ""),
              w.heldStack, w.requestStack, w.task.thread, w.task.threadId, w.task.name(),
              w.task.test));
    }
    return new DependencyView(d.from, from, d.to, to, d.count, d.timedOnly, list);
  }

  private static StackTraceElement first(StackTraceElement[] stack) {
    return stack.length > 0 ? stack[0] : null;
  }
}
