package dev.jlockdep.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A finding, on its thread; once more when it comes again with stronger evidence. */
@Name("dev.jlockdep.Finding")
@Label("Lock Finding")
@Category("jlockdep")
@Description("A possible or real deadlock, or another mistake with locks")
final class FindingEvent extends Event {
  @Label("Id")
  String id;

  @Label("Kind")
  String kind;

  @Label("Level")
  String level;

  @Label("Fails the Run")
  boolean failing;

  @Label("Lock Classes")
  String cycle;

  @Label("Positions")
  String positions;

  @Label("Test")
  String test;
}
