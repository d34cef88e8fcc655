package dev.jlockdep.agent.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The "Possible unsafe locking scenario": one column for each thread of the circle, time running
 * down. Every thread takes the lock it holds; then, last thread first, each asks for the next one.
 */
public final class Scenario {
  private static final int WIDEST = 110;
  private static final int GAP = 2;

  private final List<DependencyRecord> dependencies;
  private final List<String> columns = new ArrayList<>();
  private final boolean byInstance;
  private boolean needsWriter;

  public Scenario(FindingRecord finding) {
    dependencies = finding.dependencies();
    byInstance = finding.kind().equals("RECURSION") && dependencies.size() > 1;
    for (DependencyRecord dependency : dependencies) {
      columns.add(columnName(dependency.thread()));
    }
  }

  /** Thread names may repeat: each hold needs a task of its own, so the columns are numbered. */
  private String columnName(String thread) {
    String name = thread.isEmpty() ? "T" + columns.size() : thread;
    String unique = name;
    for (int i = 2; columns.contains(unique); i++) {
      unique = name + "'" + i;
    }
    return unique;
  }

  void print(StringBuilder out) {
    out.append(" Possible unsafe locking scenario:\n\n");
    if (width() * columns.size() <= WIDEST) {
      printColumns(out);
    } else {
      printRows(out);
    }
    if (needsWriter) {
      out.append("\n  (an rlock above waits only behind a queued writer)\n");
    }
    out.append("\n *** DEADLOCK ***\n");
  }

  private void printColumns(StringBuilder out) {
    int width = width();
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      rules.add("----");
    }
    out.append("     ").append(row(columns, width)).append('\n');
    out.append("     ").append(row(rules, width)).append('\n');
    for (Step step : steps()) {
      out.append(" ".repeat(step.column * width)).append("  ").append(step.text).append('\n');
    }
  }

  private static String row(List<String> cells, int width) {
    StringBuilder text = new StringBuilder("  ");
    for (String cell : cells) {
      text.append(cell).append(" ".repeat(width - cell.length()));
    }
    return text.toString().stripTrailing();
  }

  /** Where the columns would be too wide to read: one line a step, the thread in front. */
  private void printRows(StringBuilder out) {
    for (Step step : steps()) {
      out.append("  ").append(columns.get(step.column)).append(": ").append(step.text);
      out.append('\n');
    }
  }

  private int width() {
    int width = 0;
    for (String column : columns) {
      width = Math.max(width, column.length() + GAP);
    }
    for (Step step : steps()) {
      width = Math.max(width, step.text.length() + GAP);
    }
    return width;
  }

  /** The columns from left to right, one for each task. */
  public List<String> columns() {
    return columns;
  }

  /** The steps, first to last: as many holds as columns, then as many requests that block. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    int count = dependencies.size();
    for (int i = 0; i < count; i++) {
      LockRecord held = dependencies.get(i).held();
      if (!held.isEvent()) {
        steps.add(new Step(i, call(held)));
      }
    }
    for (int i = count - 1; i >= 0; i--) {
      LockRecord requested = dependencies.get(i).requested();
      LockRecord blocker = dependencies.get((i + 1) % count).held();
      needsWriter |= !requested.exclusive() && !blocker.exclusive() && !isCount(requested);
      steps.add(new Step(i, call(requested)));
      if (blocker(i).isEvent() && count > 1) {
        steps.add(new Step(i, "  to signal(" + Names.brief(blocker(i).lockClass()) + ");"));
      }
    }
    return steps;
  }

  /** What the thread of a column has in hand, or has to bring about. */
  private LockRecord blocker(int i) {
    return dependencies.get(i).held();
  }

  private String call(LockRecord lock) {
    if (lock.kind().equals("class initialisation")) {
      return Names.brief(lock.lockClass()) + ";";
    }
    if (lock.isEvent()) {
      return "wait for(" + Names.brief(lock.lockClass()) + ");";
    }
    String verb = lock.exclusive() || isCount(lock) ? "lock" : "rlock";
    String name = byInstance ? lock.instance() : lock.lockClass();
    return verb + "(" + Names.brief(name) + ");";
  }

  private static boolean isCount(LockRecord lock) {
    return lock.kind().equals("event") || lock.kind().equals("counter");
  }

  /** One step: the task of a column takes, or asks for, a lock. */
  public record Step(int column, String text) {}
}
