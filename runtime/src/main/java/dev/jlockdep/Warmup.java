package dev.jlockdep;

/**
 * Initialises every type of the slow path at start. Later it would happen inside a hook, on a thread
 * that holds the program's locks or has no stack left, and a type whose initialiser dies of that
 * stays dead.
 */
final class Warmup {
  private static final String[] TYPES = {
    "api.Dependency", "api.Finding", "api.FindingKind", "api.HeldLock", "api.Level",
    "api.LockdepDeadlockError", "api.AcquireMode",
    "hooks.Counters", "hooks.Declared", "hooks.ForeignSynchronizers", "hooks.Guards", "hooks.Hooks",
    "hooks.InitHooks", "hooks.Probe", "hooks.Queue", "hooks.Ranges", "hooks.Regions", "hooks.Retries",
    "hooks.CountHooks", "hooks.ForkHooks", "hooks.MeetingHooks",
    "hooks.Revocable", "hooks.Tasks", "hooks.Unit", "hooks.WaitHooks",
    "internal.check.Audit", "internal.check.Contexts", "internal.check.Duties", "internal.check.LockOrder",
    "internal.check.OpenScope", "internal.check.Plain", "internal.check.Suppression",
    "internal.check.Candidate", "internal.check.Errors", "internal.check.Findings",
    "internal.check.Held", "internal.check.Incomplete", "internal.check.InitEdges", "internal.check.LostSignals",
    "internal.check.Forks", "internal.check.Meetings", "internal.check.OwnKind",
    "internal.check.Permits", "internal.check.Ownership", "internal.check.SelfCheck",
    "internal.check.Validator", "internal.check.Validator$Link", "internal.check.Views",
    "internal.check.Waits", "internal.check.PoolWaits", "internal.check.PoolWaits$Work",
    "internal.check.PoolWaits$Blocked", "internal.graph.Pool", "internal.graph.Pools",
    "internal.graph.BareWait", "internal.graph.BareWait$Place", "internal.graph.Bins", "internal.graph.ClassTable", "internal.graph.Cycle",
    "internal.graph.Dep", "internal.graph.Duty", "internal.graph.Event", "internal.graph.Events",
    "internal.graph.Events$Open", "internal.graph.Fingerprint", "internal.graph.Holds",
    "internal.graph.Instance$Printed", "internal.graph.Instances",
    "internal.graph.InitEntry", "internal.graph.InitNeed", "internal.graph.InitType",
    "internal.graph.InitTypes",
    "internal.graph.Inversions", "internal.graph.Kind", "internal.graph.Matcher",
    "internal.graph.Matcher$Obstacle", "internal.graph.Need", "internal.graph.Relation",
    "internal.graph.Seen", "internal.graph.Sites",
    "internal.graph.Stacks", "internal.graph.Task", "internal.graph.Wait",
    "internal.graph.Witness",
    "internal.held.Holder", "internal.held.ThreadState$ForeignChange", "internal.held.Threads",
    "internal.held.VirtualStates"
  };

  private Warmup() {}

  static void initialise() {
    for (String type : TYPES) {
      try {
        Class.forName("dev.jlockdep." + type, true, Warmup.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("the runtime jar is incomplete: build it again", e);
      }
    }
    // the JDK's side of a stack trace
    new Throwable().getStackTrace();
  }
}
