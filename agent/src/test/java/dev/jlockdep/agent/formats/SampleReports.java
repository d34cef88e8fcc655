package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.baseline.Baseline;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.DumpTest;
import dev.jlockdep.agent.report.SampleFindings;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Reports over dumps with findings of several kinds. */
final class SampleReports {
  static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

  private SampleReports() {}

  static List<Finding> findings() {
    return List.of(
        SampleFindings.circle(Level.LIKELY, true, "com.acme.A.lock", "com.acme.B.lock"),
        SampleFindings.circle(Level.POSSIBLE, false, "x.P", "x.Q", "x.R", "x.S"),
        SampleFindings.readers(),
        SampleFindings.directIo(),
        SampleFindings.plain(FindingKind.LEAK, Level.LIKELY));
  }

  static Report all(Path folder) throws IOException {
    return all(folder, null);
  }

  static Report all(Path folder, Baseline baseline) throws IOException {
    int i = 0;
    for (Finding finding : findings()) {
      DumpTest.write(Files.createDirectories(folder.resolve("m" + i)),
          i == 0 ? SampleFindings.RUN : DumpTest.run("run" + i, 100 + i), finding, true);
      i++;
    }
    return new Report(DumpSet.read(List.of(folder)), baseline, null, TODAY);
  }

  /** Accepts the leak. */
  static Baseline baseline(Path folder) throws IOException {
    Path file = folder.resolve("accepted.txt");
    Files.writeString(file,
        "LD-000000cc | LEAK | LIKELY | com.acme.Pool.lock | 2026-01-02 | ann | - | pool | is pinned\n"
            .replace("pool | is", "pool \\| is")
            + "LD-0000dead | CYCLE | LIKELY | o.X -> o.Y -> o.X | 2026-01-02 | ann | - | gone\n");
    return Baseline.read(file);
  }

  static Report one(Path folder, Finding finding) throws IOException {
    return one(folder, finding, new Sources(List.of()));
  }

  static Report one(Path folder, Finding finding, Sources sources) throws IOException {
    DumpTest.write(folder, SampleFindings.RUN, finding, true);
    return new Report(DumpSet.read(List.of(folder)), null, null, TODAY, sources);
  }
}
