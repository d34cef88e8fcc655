package dev.jlockdep.agent.watch;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.ThreadSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares looks: what stays the same long enough is reported, once. */
final class Looker {
  /** Each so many full looks goes into everything. */
  private static final int THOROUGH = 2;
  private static final long LEAST_MILLIS = 10;

  /** Pictures of circles, and when each was first seen (nanoTime). */
  private Map<String, Long> suspects = new HashMap<>();
  private final Map<String, Finding> reported = new HashMap<>();
  /** Pictures of what was reported and is there still. */
  private final Set<String> lasting = new HashSet<>();
  private int looks;
  private final InitWaits initWaits = new InitWaits();

  /** Whether a circle was seen that is neither reported nor gone. */
  synchronized boolean suspects() {
    return !suspects.isEmpty();
  }

  /** What was reported, as far as its threads are stuck still. */
  synchronized List<Finding> lasting() {
    return lasting.stream().map(reported::get).toList();
  }

  /** A cheap look at the threads the runtime knows locks of; gives what has lasted long enough. */
  synchronized List<Finding> quickLook(List<ThreadSnapshot> snapshots) {
    Sample sample = Sample.ofSnapshots(snapshots);
    StuckThreads stuck = new StuckThreads(new WaitReader(sample).readAll(true));
    // what it does not see may still be there: forgetting is left to full looks
    return judge(stuck, believable(stuck.circles()), suspects);
  }

  /** Looks at all threads; gives what has now lasted long enough. */
  synchronized List<Finding> fullLook(List<ThreadSnapshot> snapshots) {
    Sample sample = Sample.ofAll(snapshots);
    StuckThreads stuck = new StuckThreads(requests(sample));
    List<List<Request>> circles = new ArrayList<>(believable(stuck.circles()));
    stuck.orphans().forEach(r -> circles.add(List.of(r)));
    Map<String, Long> seen = new HashMap<>();
    List<Finding> findings = judge(stuck, circles, seen);
    suspects = seen;
    return findings;
  }

  private List<Finding> judge(
      StuckThreads stuck, List<List<Request>> circles, Map<String, Long> seen) {
    List<Finding> findings = new ArrayList<>();
    for (List<Request> circle : circles) {
      String picture = picture(circle);
      if (reported.containsKey(picture)) {
        lasting.add(picture);
        continue;
      }
      Long first = suspects.get(picture);
      seen.put(picture, first == null ? System.nanoTime() : first);
      if (first != null && System.nanoTime() - first >= settle(circle) * 1_000_000) {
        seen.remove(picture);
        Finding finding = new DeadlockReport(circle, stuck.behind(circle)).finding();
        reported.put(picture, finding);
        lasting.add(picture);
        findings.add(finding);
      }
    }
    return findings;
  }

  private List<Request> requests(Sample sample) {
    boolean thorough = ++looks % THOROUGH == 0 || !suspects.isEmpty();
    if (thorough) {
      lasting.clear(); // a look that is not sees less
    }
    List<Request> requests = new WaitReader(sample).readAll(thorough);
    requests.addAll(initWaits.read(sample));
    if (thorough) {
      for (Request own : new OwnWork(sample).read()) {
        requests.removeIf(r -> r.who == own.who);
        requests.add(own);
      }
    }
    return new Rescuers(sample).completed(requests);
  }

  /** A semaphore may be released by anybody, so a thread alone with one proves nothing. */
  private static List<List<Request>> believable(List<List<Request>> circles) {
    List<List<Request>> kept = new ArrayList<>();
    for (List<Request> c : circles) {
      if (c.size() > 1 || c.get(0).wanted.kind != Resource.Kind.SEMAPHORE) {
        kept.add(c);
      }
    }
    return kept;
  }

  private static long settle(List<Request> circle) {
    long settle = LEAST_MILLIS;
    for (Request r : circle) {
      settle = Math.max(settle, r.settleMillis);
    }
    return settle;
  }

  /** Equal for two looks if nobody moved in between. */
  private static String picture(List<Request> circle) {
    List<String> parts = new ArrayList<>();
    for (Request r : circle) {
      long acquisitions = r.who.held == null ? 0 : r.who.held.acquisitions();
      parts.add(
          r.who.id()
              + " "
              + r.wanted.key
              + " "
              + acquisitions
              + " "
              + Arrays.hashCode(r.who.stack()));
    }
    parts.sort(null);
    return String.join("; ", parts);
  }
}
