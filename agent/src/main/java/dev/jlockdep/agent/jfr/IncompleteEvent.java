package dev.jlockdep.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A part of the run was not watched. */
@Name("dev.jlockdep.Incomplete")
@Label("Validation Incomplete")
@Category("jlockdep")
@Description("A bound was reached, or something could not be watched")
final class IncompleteEvent extends Event {
  @Label("Message")
  String message;
}
