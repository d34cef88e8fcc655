package dev.jlockdep.agent.model;

import java.util.ArrayList;
import java.util.List;

/** What is known of the methods of one type. Complete once its file is read. */
public final class TypeModel {
  /** Binary name with slashes. */
  final String name;
  /** Travels with the agent: a release of the library that it does not fit is no user's error. */
  public final boolean bundled;
  public final List<Statement> statements = new ArrayList<>();

  TypeModel(String name, boolean bundled) {
    this.name = name;
    this.bundled = bundled;
  }
}
