package dev.jlockdep.agent.report;

import dev.jlockdep.agent.AgentOptions.FailOn;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Several dumps seen as one. Read one after the other: what it keeps grows with the different lock
 * classes, dependencies, chains and findings, not with the number of dumps.
 */
public final class DumpSet {
  private final List<Dump> dumps = new ArrayList<>();
  private final Map<String, MergedFinding> findings = new LinkedHashMap<>();
  private final Map<String, String> classNames = new TreeMap<>();
  private final Map<String, ClassRecord> classes = new TreeMap<>();
  private final Map<String, GraphDependency> dependencies = new LinkedHashMap<>();
  private final Set<List<String>> chains = new LinkedHashSet<>();
  private final Map<String, LockStatRecord> lockStats = new LinkedHashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  /** A finding with the run that has its strongest form, and the ids of the runs that have it. */
  public record MergedFinding(FindingRecord finding, RunRecord run, Set<String> runs) {}

  private DumpSet() {}

  /** Reads files, and every dump below folders. */
  public static DumpSet read(List<Path> paths) throws IOException {
    return read(paths, Progress.NONE);
  }

  /** The same, saying how far it is. */
  public static DumpSet read(List<Path> paths, Progress progress) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      files.addAll(filesOf(path));
    }
    DumpSet set = new DumpSet();
    progress.begin(files.size());
    for (Path file : files) {
      progress.file(file);
      set.add(DumpReader.read(file, progress));
    }
    return set;
  }

  /** The file itself, or every dump below a folder, in the order of their names. */
  public static List<Path> filesOf(Path path) throws IOException {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(path)) {
      files.add(path);
      return files;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isDumpName(file.getFileName().toString())) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.naturalOrder());
    return files;
  }

  private static boolean isDumpName(String name) {
    return name.startsWith("jlockdep-") && (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz"));
  }

  private void add(Dump dump) {
    dumps.add(dump);
    for (Dump.Found found : dump.findings()) {
      addFinding(found);
    }
    for (ClassRecord lockClass : dump.classes.values()) {
      classNames.put(lockClass.id(), lockClass.name());
      classes.put(lockClass.name(), lockClass);
    }
    for (List<String> chain : dump.chains) {
      addChain(chain);
    }
    for (GraphDependency dependency : dump.dependencies.values()) {
      dependencies.merge(dependency.id(), dependency, DumpSet::sum);
    }
    for (LockStatRecord stat : dump.lockStats.values()) {
      lockStats.merge(stat.lockClass() + stat.shared(), stat, LockStatRecord::plus);
    }
    dump.forgetGraph();
  }

  private void addChain(List<String> chain) {
    if (chains.contains(chain)) {
      return;
    }
    List<String> kept = new ArrayList<>(chain.size());
    chain.forEach(id -> kept.add(one(id)));
    chains.add(kept);
  }

  /** One object for equal ids: each dump brings its own. */
  private String one(String id) {
    String known = texts.putIfAbsent(id, id);
    return known == null ? id : known;
  }

  private static GraphDependency sum(GraphDependency a, GraphDependency b) {
    return new GraphDependency(
        a.id(),
        a.run(),
        a.from(),
        a.fromMode(),
        a.to(),
        a.toMode(),
        a.count() + b.count(),
        a.timedOnly() && b.timedOnly(),
        a.heldPosition(),
        a.requestPosition(),
        a.thread());
  }

  private void addFinding(Dump.Found found) {
    FindingRecord finding = found.finding();
    MergedFinding before = findings.get(finding.fingerprint());
    Set<String> runs = before == null ? new TreeSet<>() : before.runs();
    found.runs().forEach(run -> runs.add(one(run)));
    if (before == null || stronger(finding, before.finding())) {
      findings.put(finding.fingerprint(), new MergedFinding(finding, found.run(), runs));
    }
  }

  private static boolean stronger(FindingRecord a, FindingRecord b) {
    if (a.failing() != b.failing()) {
      return a.failing();
    }
    return FailOn.rank(a.level()) > FailOn.rank(b.level());
  }

  public List<Dump> dumps() {
    return dumps;
  }

  /** One for each fingerprint. */
  public Collection<MergedFinding> findings() {
    return findings.values();
  }

  /** Names of all lock classes in alphabetical order. */
  public Collection<String> classNames() {
    return new TreeSet<>(classNames.values());
  }

  /** Name of the lock class with that id; the id itself where no dump has it. */
  public String className(String id) {
    return classNames.getOrDefault(id, id);
  }

  /** How often each order of two lock classes was seen, all modes and runs together. */
  public OrderCounts orderCounts() {
    Map<List<String>, Long> counts = new HashMap<>();
    for (GraphDependency dependency : dependencies.values()) {
      List<String> order = List.of(className(dependency.from()), className(dependency.to()));
      counts.merge(order, dependency.count(), Long::sum);
    }
    return (held, requested) -> counts.getOrDefault(List.of(held, requested), 0L);
  }

  /** All lock classes, by name. */
  public Collection<ClassRecord> classes() {
    return classes.values();
  }

  /** Distinct lock chains, as class ids, outermost first. */
  public Collection<List<String>> chains() {
    return chains;
  }

  /** Lock statistics, one for each class and mode; empty where none were taken. */
  public Collection<LockStatRecord> lockStats() {
    return lockStats.values();
  }

  public Collection<GraphDependency> dependencies() {
    return dependencies.values();
  }
}
