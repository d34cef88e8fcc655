package dev.jlockdep.agent.junit;

import dev.jlockdep.agent.report.Advice;
import dev.jlockdep.agent.report.DependencyRecord;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.LockRecord;
import dev.jlockdep.agent.report.OrderCounts;
import dev.jlockdep.agent.report.Stacks;
import java.util.List;

/**
 * Makes a test fail with a finding. The first line of the message is the fingerprint and the
 * circle; the stack is the request that closed the circle, each cause the witness of another
 * dependency, and what was held is suppressed under the request it belongs to. IDEs link every
 * frame.
 */
final class FindingError extends AssertionError {
  private static final long serialVersionUID = 1L;

  private FindingError(String message) {
    super(message);
  }

  /** One error for all findings of a test; the ones after the first are suppressed in it. */
  static FindingError of(List<FindingRecord> findings, String folder) {
    List<FindingRecord> more = findings.subList(1, findings.size());
    FindingError first = of(findings.get(0), more, folder);
    for (FindingRecord finding : more) {
      first.addSuppressed(of(finding, List.of(), folder));
    }
    return first;
  }

  private static FindingError of(FindingRecord finding, List<FindingRecord> more, String folder) {
    FindingError error = new FindingError(message(finding, more, folder));
    error.setStackTrace(Stacks.elements(finding.stack()));
    List<DependencyRecord> dependencies = finding.dependencies();
    if (!dependencies.isEmpty()) {
      addHeldStack(error, dependencies.get(0));
    }
    Throwable last = error;
    for (int i = 1; i < dependencies.size(); i++) {
      Witness witness = Witness.of(dependencies.get(i));
      last.initCause(witness);
      last = witness;
    }
    return error;
  }

  private static String message(FindingRecord finding, List<FindingRecord> more, String folder) {
    StringBuilder text = new StringBuilder();
    text.append(finding.fingerprint()).append(": ").append(finding.cycle());
    text.append("\n    ").append(finding.headline()).append(", level ").append(finding.level());
    if (!finding.test().isEmpty()) {
      text.append(", test ").append(finding.test());
    }
    text.append("\n    ").append(thisThread(finding));
    if (!folder.isEmpty()) {
      text.append("\n    report: ").append(folder).append('/').append(finding.fingerprint());
      text.append(".txt");
    }
    for (String help : Advice.of(finding, OrderCounts.UNKNOWN)) {
      text.append("\n    help: ").append(help);
    }
    text.append("\n    accept: ").append(Advice.accept(finding, folder));
    for (FindingRecord other : more) {
      text.append("\n    also ").append(other.fingerprint()).append(": ").append(other.cycle());
    }
    return text.toString();
  }

  private static String thisThread(FindingRecord finding) {
    if (finding.dependencies().isEmpty()) {
      return finding.thread() + ": " + finding.message();
    }
    DependencyRecord closing = finding.dependencies().get(0);
    return finding.thread()
        + " holds "
        + closing.held().lockClass()
        + " and asks for "
        + closing.requested().lockClass();
  }

  private static void addHeldStack(Throwable request, DependencyRecord dependency) {
    if (!dependency.heldStack().isEmpty()) {
      request.addSuppressed(Witness.ofHold(dependency.held(), dependency.heldStack()));
    }
  }

  /** Prints as its message alone. */
  private static final class Witness extends Throwable {
    private static final long serialVersionUID = 1L;

    private Witness(String message, List<String> stack) {
      super(message);
      setStackTrace(Stacks.elements(stack));
    }

    static Witness of(DependencyRecord dependency) {
      String test = dependency.test().isEmpty() ? "" : ", test " + dependency.test();
      Witness witness =
          new Witness(
              "lockdep witness: "
                  + dependency.requested().lockClass()
                  + " taken while holding "
                  + dependency.held().lockClass()
                  + ", thread "
                  + dependency.thread()
                  + test,
              dependency.requestStack());
      addHeldStack(witness, dependency);
      return witness;
    }

    static Witness ofHold(LockRecord held, List<String> stack) {
      return new Witness("lockdep: " + held.lockClass() + " was taken", stack);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }
}
