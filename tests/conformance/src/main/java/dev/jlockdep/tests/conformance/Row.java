package dev.jlockdep.tests.conformance;

import java.util.Map;

/** One row of the conformance data. */
final class Row {
  private final Map<String, String> cells;

  Row(Map<String, String> cells) {
    this.cells = cells;
  }

  int id() {
    return Integer.parseInt(cells.get("id"));
  }

  String group() {
    return cells.get("group");
  }

  String test() {
    return cells.get("test");
  }

  String sequence() {
    return cells.get("sequence");
  }

  String failureClass() {
    return cells.get("failure_class");
  }

  boolean meaningful() {
    return cells.get("meaningful_on_jvm").equals("yes");
  }

  boolean partial() {
    return cells.get("meaningful_on_jvm").equals("partial");
  }

  boolean jvmExtra() {
    return group().equals("JVM-EXTRA");
  }

  String mapping() {
    return cells.get("jvm_mapping");
  }

  String expected() {
    return cells.get("expected_jvm");
  }

  @Override
  public String toString() {
    return id() + " " + test() + ": " + sequence();
  }
}
