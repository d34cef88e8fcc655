package dev.jlockdep.agent.baseline;

import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.report.FindingRecord;
import java.time.LocalDate;

/**
 * What the baseline says of one finding.
 *
 * @param entry the entry for it, or null
 */
public record Judgement(State state, BaselineEntry entry) {
  /** No baseline knows it. */
  public static final Judgement NEW = new Judgement(State.NEW, null);

  /** In what way a finding is known. */
  public enum State {
    /** Not in the baseline. */
    NEW,
    /** In the baseline, with a reason. */
    ACCEPTED,
    /** In the baseline, but its day has passed. */
    EXPIRED,
    /** In the baseline, but the evidence is stronger now than what was accepted. */
    RISEN
  }

  static Judgement of(BaselineEntry entry, FindingRecord finding, LocalDate today) {
    if (entry.expired(today)) {
      return new Judgement(State.EXPIRED, entry);
    }
    boolean risen = FailOn.rank(finding.level()) > FailOn.rank(entry.level());
    return new Judgement(risen ? State.RISEN : State.ACCEPTED, entry);
  }

  public boolean accepted() {
    return state == State.ACCEPTED;
  }

  /** In a few words, for people. */
  public String text(String levelNow) {
    switch (state) {
      case ACCEPTED:
        return "accepted: " + entry.reason();
      case EXPIRED:
        return "was accepted until " + entry.until() + ": " + entry.reason();
      case RISEN:
        return "was accepted at " + entry.level() + ", is " + levelNow + " now: " + entry.reason();
      default:
        return "new";
    }
  }
}
