package dev.jlockdep.agent.baseline;

import dev.jlockdep.agent.report.FindingRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Findings that are accepted, as a sorted text file for version control: one finding a line, and
 * {@code alias | old name | new name} for lock classes that were renamed.
 */
public final class Baseline {
  private static final String HEADER =
      "# Findings of jlockdep that are accepted, each with its reason; sorted. Written by\n"
          + "#   java -jar jlockdep.jar baseline --id ID --reason TEXT DIR\n"
          + "# id | kind | level | circle | since | by | until or - | reason\n"
          + "# alias | old name of a lock class | new name\n";

  private final Map<String, BaselineEntry> entries = new TreeMap<>();
  private final Map<String, String> aliases = new TreeMap<>();
  private final List<String> notices = new ArrayList<>();
  /** Ids under which entries are found: their own, and the ones their aliases give. */
  private final Map<String, BaselineEntry> byId = new TreeMap<>();

  /** The file is no baseline; the message says where and what to write. */
  public static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** An empty one. */
  public Baseline() {}

  /** Reads a file that must exist. */
  public static Baseline read(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new MalformedException(
          "no baseline " + file + ": write one with the command baseline, or leave the option out");
    }
    Baseline baseline = new Baseline();
    for (int i = 0; i < lines.size(); i++) {
      try {
        baseline.add(lines.get(i).strip());
      } catch (IllegalArgumentException e) {
        throw new MalformedException(file + ":" + (i + 1) + ": " + e.getMessage());
      }
    }
    baseline.index();
    return baseline;
  }

  private void add(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("alias |")) {
      addAlias(line);
      return;
    }
    BaselineEntry entry = BaselineEntry.read(line);
    if (entries.put(entry.id(), entry) != null) {
      throw new IllegalArgumentException(entry.id() + " is there twice; keep one line");
    }
  }

  private void addAlias(String line) {
    String[] columns = line.split(" \\| ", -1);
    if (columns.length != 3 || columns[1].isBlank() || columns[2].isBlank()) {
      throw new IllegalArgumentException("an alias is: alias | old name | new name");
    }
    aliases.put(columns[1].trim(), columns[2].trim());
  }

  private void index() {
    byId.clear();
    notices.clear();
    for (BaselineEntry entry : entries.values()) {
      List<String> renamed = renamed(entry.classes());
      if (!renamed.equals(entry.classes())) {
        String id = renamedId(entry, renamed);
        if (id == null) {
          notices.add(entry.id() + ": the aliases do not apply to it; accept it again");
        } else {
          byId.put(id, entry);
        }
      }
    }
    // an entry of the id itself wins over one that was renamed to it
    for (BaselineEntry entry : entries.values()) {
      byId.put(entry.id(), entry);
    }
  }

  private List<String> renamed(List<String> classes) {
    List<String> renamed = new ArrayList<>();
    for (String name : classes) {
      String now = name;
      // renamed twice or more: follow, but not in a circle
      for (int i = 0; i < aliases.size() && aliases.containsKey(now); i++) {
        now = aliases.get(now);
      }
      renamed.add(now);
    }
    return renamed;
  }

  /**
   * The id that the finding has under the new names. What else went into the id is found out by
   * making it once more from the old names; null when that does not succeed.
   */
  private static String renamedId(BaselineEntry entry, List<String> renamed) {
    if (Fingerprints.ofCycle(entry.classes()).equals(entry.id())) {
      return Fingerprints.ofCycle(renamed);
    }
    for (List<String> more
        : List.of(List.<String>of(), List.of("same instance"), List.of("counter"))) {
      if (Fingerprints.of(entry.kind(), both(entry.classes(), more)).equals(entry.id())) {
        return Fingerprints.of(entry.kind(), both(renamed, more));
      }
    }
    return null;
  }

  private static List<String> both(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  /** What it says of a finding. */
  public Judgement judge(FindingRecord finding, LocalDate today) {
    BaselineEntry entry = byId.get(finding.fingerprint());
    return entry == null ? Judgement.NEW : Judgement.of(entry, finding, today);
  }

  /** Entries that no finding needed: fixed, or not run this time. Never a failure. */
  public List<BaselineEntry> stale(Collection<FindingRecord> findings) {
    TreeSet<String> used = new TreeSet<>();
    for (FindingRecord finding : findings) {
      BaselineEntry entry = byId.get(finding.fingerprint());
      if (entry != null) {
        used.add(entry.id());
      }
    }
    List<BaselineEntry> stale = new ArrayList<>(entries.values());
    stale.removeIf(entry -> used.contains(entry.id()));
    return stale;
  }

  /** What is wrong with it without making it useless. */
  public List<String> notices() {
    return notices;
  }

  public Collection<BaselineEntry> entries() {
    return entries.values();
  }

  /** Adds an entry, or replaces the one of the same id. */
  public void accept(BaselineEntry entry) {
    entries.put(entry.id(), entry);
    index();
  }

  /** Takes entries out. */
  public void remove(Collection<BaselineEntry> old) {
    for (BaselineEntry entry : old) {
      entries.remove(entry.id());
    }
    index();
  }

  /** The file's content: the same entries give the same text. */
  public String text() {
    StringBuilder text = new StringBuilder(HEADER);
    for (BaselineEntry entry : entries.values()) {
      text.append(entry.line()).append('\n');
    }
    for (Map.Entry<String, String> alias : aliases.entrySet()) {
      text.append("alias | ").append(alias.getKey()).append(" | ").append(alias.getValue());
      text.append('\n');
    }
    return text.toString();
  }
}
