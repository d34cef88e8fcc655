package dev.jlockdep.agent.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.formats.LargeDump;
import dev.jlockdep.agent.report.DumpSet;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time and memory of a merge of many dumps, each made on the fly: {@code -Dtest=MergeAtFleetSize
 * -DargLine=-Xmx300m -Dmerge.dumps=1000}. Run by name; prints, and fails only where the memory does
 * not suffice or the result is not the union.
 */
class MergeAtFleetSize {
  private static final int DEPENDENCIES = 10_000;
  private static final int STEP = 2;
  @TempDir private Path folder;

  @Test
  void manyDumpsInLittleMemory() throws IOException {
    int dumps = Integer.getInteger("merge.dumps", 100);
    Merge merge = new Merge();
    long cpu = 0;
    long bytes = 0;
    for (int i = 0; i < dumps; i++) {
      // windows of classes that overlap: most dependencies come again, some are new in every dump
      Path file = LargeDump.write(
          folder.resolve("d.jsonl"), "run" + i, i * STEP, 2_000, DEPENDENCIES, i);
      bytes += Files.size(file);
      long before = cpuNanos();
      merge.add(file);
      cpu += cpuNanos() - before;
    }
    long used = usedAfterCollection();
    long before = cpuNanos();
    Path result = folder.resolve("merged.jsonl");
    try (Writer out = new BufferedWriter(Files.newBufferedWriter(result))) {
      assertEquals(0, merge.write(out).size());
    }
    cpu += cpuNanos() - before;
    System.out.printf(
        "merged %d dumps of %d dependencies, %d MB: %.1f CPU seconds, %.0f ms per dump, %d MB held of"
            + " %d MB, %s; result %d MB%n",
        dumps, DEPENDENCIES, bytes >> 20, cpu / 1e9, cpu / 1e6 / dumps, used >> 20,
        Runtime.getRuntime().maxMemory() >> 20, merge.counts(), Files.size(result) >> 20);
    assertTrue(merge.problems().isEmpty(), merge.problems()::toString);
    assertEquals(dumps, merge.runs.size());
  }

  /** What {@code check} and {@code report} keep: {@code -Dcheck.dumps=60 -DargLine=-Xmx120m}. */
  @Test
  void manyDumpsAreCheckedInLittleMemory() throws IOException {
    int dumps = Integer.getInteger("check.dumps", 20);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < dumps; i++) {
      files.add(LargeDump.write(
          folder.resolve("d" + i + ".jsonl"), "run" + i, i * STEP, 2_000, DEPENDENCIES, i));
    }
    long before = cpuNanos();
    DumpSet set = DumpSet.read(files);
    long cpu = cpuNanos() - before;
    System.out.printf(
        "read %d dumps of %d dependencies: %.0f ms per dump, %d MB held of %d MB, %d different"
            + " dependencies%n",
        dumps, DEPENDENCIES, cpu / 1e6 / dumps, usedAfterCollection() >> 20,
        Runtime.getRuntime().maxMemory() >> 20, set.dependencies().size());
    assertEquals(dumps, set.dumps().size());
    assertTrue(set.dependencies().size() >= DEPENDENCIES);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
