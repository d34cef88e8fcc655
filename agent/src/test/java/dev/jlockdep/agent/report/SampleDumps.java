package dev.jlockdep.agent.report;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.Stats;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Dump files as watched JVMs leave them. */
public final class SampleDumps {
  private static final Finding LIKELY = circle(Level.LIKELY, true);

  private SampleDumps() {}

  private static Finding circle(Level level, boolean failing) {
    return SampleFindings.circle(level, failing, "com.acme.A.lock", "com.acme.B.lock");
  }

  public static Path clean(Path folder) {
    return DumpTest.write(folder, DumpTest.run("clean", 1), null, true);
  }

  public static Path likely(Path folder) {
    return DumpTest.write(folder, SampleFindings.RUN, LIKELY, true);
  }

  public static Path possible(Path folder) {
    return DumpTest.write(folder, SampleFindings.RUN, circle(Level.POSSIBLE, false), true);
  }

  public static Path killed(Path folder) {
    return DumpTest.write(folder, SampleFindings.RUN, LIKELY, false);
  }

  public static String likelySplat() {
    return Splat.of(Records.of(LIKELY), SampleFindings.RUN);
  }

  public static Path coverage(Path folder, String selfTest, int typesWoven) {
    DumpWriter writer = DumpWriter.open(folder, SampleFindings.RUN);
    writer.coverage(Map.of("selfTest", selfTest));
    writer.coverage(Map.of("typesWoven", typesWoven));
    writer.end(List.of(), DumpTest.graph(), new Stats(Map.of()));
    return writer.file();
  }
}
