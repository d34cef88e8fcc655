package dev.jlockdep.agent.report;

import dev.jlockdep.agent.AgentOptions;
import java.util.ArrayList;
import java.util.List;

/** What to do about a finding, in sentences. One place for all formats. */
public final class Advice {
  private static final String GATE = "both sides hold a common gate lock: ";

  private Advice() {}

  /** One line for each thing to do or to know; never empty. */
  public static List<String> of(FindingRecord finding, OrderCounts counts) {
    List<String> lines = new ArrayList<>();
    switch (finding.kind()) {
      case "CYCLE":
      case "STALL":
      case "DEADLOCK":
        circle(finding, counts, lines);
        break;
      case "RECURSION":
        recursion(finding, lines);
        break;
      default:
        lines.add(sentence(finding));
    }
    return lines;
  }

  private static String sentence(FindingRecord finding) {
    switch (finding.kind()) {
      case "BAD_RELEASE":
        return "release on the thread that acquired, in a finally block behind an acquire that"
            + " succeeded";
      case "LEAK":
        return "release in a finally block; a lock that another thread is to release is handed over"
            + " (Ticket.handOff)";
      case "UNGUARDED":
        return "take the required lock around the call, or correct the declaration";
      case "CONTEXT":
        return "move the operation to a thread or a place where it is allowed to wait";
      case "LIVELOCK":
        return "leave the loop when a round makes no progress, or make the retry do something else";
      case "LOST_SIGNAL":
        return "keep what happened in a field, set it before the signal, and wait in a loop that tests"
            + " it with the lock held";
      case "INCOMPLETE":
        return "do what the message says and run again: a clean verdict needs a run that was watched"
            + " in full";
      default:
        return "see: java -jar jlockdep.jar explain " + finding.kind();
    }
  }

  private static void circle(FindingRecord finding, OrderCounts counts, List<String> lines) {
    List<DependencyRecord> dependencies = finding.dependencies();
    if (dependencies.size() < 2) {
      lines.add(dependencies.isEmpty()
          ? "make every path take these locks in one order" : itself(dependencies.get(0)));
      return;
    }
    for (DependencyRecord d : dependencies) {
      if (d.requested().isEvent()) {
        lines.add("let go of " + name(d.held()) + " before the wait at "
            + Names.position(d.requestPosition())
            + ", or let whoever ends the wait do without it");
        return;
      }
    }
    int rare = minority(dependencies, counts);
    if (initialisers(dependencies)) {
      lines.add("let one initialiser do without the other class: make its value in a nested holder"
          + " class, when it is asked for, or make the class private to the other");
    } else if (rare >= 0) {
      lines.add(majority(dependencies, rare, counts));
    } else {
      lines.add(oneOrder(dependencies));
    }
    String gate = gate(finding);
    if (!gate.isEmpty()) {
      lines.add("the gate " + Names.brief(gate) + " keeps the sides apart: as long as every path"
          + " takes it first, nothing hangs");
    }
    if (finding.kind().equals("STALL")) {
      lines.add("a time limit is on the circle, so it ends: slow at worst");
    }
  }

  /** A thread that waits for itself. */
  private static String itself(DependencyRecord dependency) {
    String wait = "the wait at " + Names.position(dependency.requestPosition());
    if (dependency.held().kind().equals("task")) {
      return "take " + wait + " out of the thread's own pool: give the work that is waited for a pool"
          + " of its own, or go on when it is done (CompletableFuture.thenAccept)";
    }
    return "let go of " + name(dependency.held()) + " before " + wait;
  }

  private static boolean initialisers(List<DependencyRecord> dependencies) {
    for (DependencyRecord dependency : dependencies) {
      if (!dependency.held().kind().equals("class initialisation")) {
        return false;
      }
    }
    return true;
  }

  /** Index of the dependency that was seen clearly less often than each other one, or -1. */
  private static int minority(List<DependencyRecord> dependencies, OrderCounts counts) {
    int least = -1;
    long lowest = Long.MAX_VALUE;
    long second = Long.MAX_VALUE;
    for (int i = 0; i < dependencies.size(); i++) {
      long count = count(dependencies.get(i), counts);
      if (count <= 0) {
        return -1;
      }
      if (count < lowest) {
        second = lowest;
        lowest = count;
        least = i;
      } else {
        second = Math.min(second, count);
      }
    }
    return lowest < second ? least : -1;
  }

  private static long count(DependencyRecord dependency, OrderCounts counts) {
    return counts.count(dependency.held().lockClass(), dependency.requested().lockClass());
  }

  private static String majority(
      List<DependencyRecord> dependencies, int rare, OrderCounts counts) {
    DependencyRecord odd = dependencies.get(rare);
    long others = Long.MAX_VALUE;
    for (int i = 0; i < dependencies.size(); i++) {
      others = i == rare ? others : Math.min(others, count(dependencies.get(i), counts));
    }
    return "take " + name(odd.requested()) + " before " + name(odd.held()) + " at "
        + Names.position(odd.heldPosition()) + ", or let go of " + name(odd.held()) + " before "
        + Names.position(odd.requestPosition()) + " (majority order: " + others + " to "
        + count(odd, counts) + " sightings)";
  }

  private static String oneOrder(List<DependencyRecord> dependencies) {
    StringBuilder text = new StringBuilder("decide on one order and change the other side: ");
    for (int i = 0; i < dependencies.size(); i++) {
      DependencyRecord dependency = dependencies.get(i);
      text.append(i == 0 ? "" : ", or ");
      text.append(name(dependency.requested())).append(" before ");
      text.append(name(dependency.held())).append(" at ");
      text.append(Names.position(dependency.heldPosition()));
    }
    return text.toString();
  }

  private static String gate(FindingRecord finding) {
    for (String line : finding.evidence()) {
      int at = line.indexOf(GATE);
      if (at >= 0) {
        return line.substring(at + GATE.length());
      }
    }
    return "";
  }

  private static void recursion(FindingRecord finding, List<String> lines) {
    if (finding.dependencies().isEmpty()) {
      lines.add(sentence(finding));
      return;
    }
    DependencyRecord first = finding.dependencies().get(0);
    if (first.held().isEvent()) {
      lines.add("do not wait at " + Names.position(first.requestPosition())
          + " for the task's own pool: give the work that is waited for a pool of its own, or go on"
          + " when it is done (CompletableFuture.thenAccept)");
      return;
    }
    boolean oneInstance = !first.held().instance().isEmpty()
        && first.held().instance().equals(first.requested().instance());
    if (!oneInstance) {
      lines.add("take two locks of this class in one order everywhere and declare it:"
          + " Lockdep.order(\"" + Names.brief(first.held().lockClass()) + "\", comparator)");
      lines.add("levels of a hierarchy are told apart by Lockdep.acquireNested(lock, mode, level)");
    } else if (first.held().kind().equals("event") || first.held().kind().equals("counter")) {
      lines.add("end what " + Names.position(first.heldPosition()) + " began before waiting for it at "
          + Names.position(first.requestPosition())
          + ", or let another thread be the one that ends it");
    } else if (!first.held().exclusive() && first.requested().exclusive()) {
      lines.add("let go of the shared hold of " + Names.position(first.heldPosition())
          + " before asking at " + Names.position(first.requestPosition())
          + ", and look again at what was read");
    } else {
      lines.add("let go of the hold of " + Names.position(first.heldPosition())
          + " before asking at " + Names.position(first.requestPosition())
          + ", or do not ask again");
    }
  }

  private static String name(LockRecord lock) {
    return Names.brief(lock.lockClass());
  }

  /**
   * The command that accepts the finding, to paste. Under the Maven plugin, which sets {@link
   * AgentOptions#BUILD_PROPERTY}, a goal of it: there is no jar at hand there.
   */
  public static String accept(FindingRecord finding, String folder) {
    if ("maven".equals(System.getProperty(AgentOptions.BUILD_PROPERTY))) {
      return "mvn jlockdep:baseline -Djlockdep.id=" + finding.fingerprint()
          + " -Djlockdep.reason=\"...\"";
    }
    return "java -jar jlockdep.jar baseline --id " + finding.fingerprint()
        + " --reason \"...\" " + (folder.isEmpty() ? "DIR" : folder);
  }
}
