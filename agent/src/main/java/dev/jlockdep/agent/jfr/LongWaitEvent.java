package dev.jlockdep.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A thread has a lock that it waited for; made when it has it. */
@Name("dev.jlockdep.LongWait")
@Label("Long Wait for a Lock")
@Category("jlockdep")
@Description("Told only where the option lockStats is set")
final class LongWaitEvent extends Event {
  @Label("Lock Class")
  String lockClass;

  @Label("Lock Kind")
  String lockKind;

  @Label("Shared")
  boolean shared;

  @Label("Waited")
  @Timespan(Timespan.NANOSECONDS)
  long waited;
}
