package dev.jlockdep.agent.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is known of the methods of one type. Complete once its file is read. */
public final class TypeModel {
  /** Binary name with slashes. */
  final String name;
  /** Travels with the agent: a release of the library that it does not fit is no user's error. */
  public final boolean bundled;
  public final List<Statement> statements = new ArrayList<>();
  private volatile boolean loaded;

  TypeModel(String name, boolean bundled) {
    this.name = name;
    this.bundled = bundled;
  }

  /** The type was loaded. */
  public void loaded() {
    loaded = true;
  }

  /**
   * For each of its lines, by file and line, how many methods it was woven into, or why there are none.
   */
  void count(Map<String, Object> lines) {
    for (Statement statement : statements) {
      String where = statement.where.substring(0, statement.where.lastIndexOf(':'));
      int methods = statement.methods();
      if (methods > 0) {
        lines.put(where, methods);
      } else {
        lines.put(where, name.replace('/', '.')
            + (loaded ? " has no such method" : " was not loaded"));
      }
    }
  }
}
