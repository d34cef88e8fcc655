package dev.jlockdep.tests.support;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Assertions on findings. Every failure prints all findings there were. */
public final class FindingAssert {
  private final List<FindingRecord> findings;

  private FindingAssert(List<FindingRecord> findings) {
    this.findings = findings;
  }

  public static FindingAssert assertThat(Collection<FindingRecord> findings) {
    return new FindingAssert(List.copyOf(findings));
  }

  public static FindingAssert assertThat(DumpReader dump) {
    return assertThat(dump.findings());
  }

  /** Fails when there is a finding at this level or above. */
  public FindingAssert hasNone(Level atLeast) {
    if (findings.stream().anyMatch(finding -> finding.level().compareTo(atLeast) >= 0)) {
      throw failure("expected no finding at " + atLeast + " or above");
    }
    return this;
  }

  /**
   * Exactly one finding of this kind at this level or above is about exactly these classes, in this
   * cyclic order.
   */
  public One hasOne(FindingKind kind, Level atLeast, String... classes) {
    List<String> expected = List.of(classes);
    List<FindingRecord> matching = findings.stream()
        .filter(finding -> finding.kind() == kind)
        .filter(finding -> finding.level().compareTo(atLeast) >= 0)
        .filter(finding -> finding.isCycleOf(expected))
        .collect(Collectors.toList());
    if (matching.size() != 1) {
      throw failure("expected one " + kind + " at " + atLeast + " or above on " + expected
          + ", found " + matching.size());
    }
    return new One(matching.get(0));
  }

  private AssertionError failure(String expectation) {
    String all = findings.stream().map(FindingRecord::toString).collect(Collectors.joining("\n  "));
    return new AssertionError(expectation + "; all findings:\n  " + (all.isEmpty() ? "none" : all));
  }

  /** The one finding that matched. */
  public static final class One {
    private final FindingRecord finding;

    One(FindingRecord finding) {
      this.finding = finding;
    }

    /** Some position contains the text, such as {@code Inode.truncate} or {@code Inode.java:12}. */
    public One withPosition(String part) {
      return check(contains(finding.positions(), part), "no position with \"" + part + "\"");
    }

    public One withThread(String name) {
      return check(finding.threads().contains(name), "no thread \"" + name + "\"");
    }

    /** Some evidence line contains the text. */
    public One withEvidence(String part) {
      return check(contains(finding.evidence(), part), "no evidence with \"" + part + "\"");
    }

    public One atLevel(Level level) {
      return check(finding.level() == level, "level is not " + level);
    }

    public FindingRecord record() {
      return finding;
    }

    private One check(boolean holds, String complaint) {
      if (!holds) {
        throw new AssertionError(complaint + " in: " + finding);
      }
      return this;
    }

    private static boolean contains(List<String> lines, String part) {
      return lines.stream().anyMatch(line -> line.contains(part));
    }
  }
}
