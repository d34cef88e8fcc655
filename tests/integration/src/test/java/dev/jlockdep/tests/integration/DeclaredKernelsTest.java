package dev.jlockdep.tests.integration;

import static dev.jlockdep.api.FindingKind.BAD_RELEASE;
import static dev.jlockdep.api.FindingKind.CONTEXT;
import static dev.jlockdep.api.FindingKind.CYCLE;
import static dev.jlockdep.api.FindingKind.LEAK;
import static dev.jlockdep.api.FindingKind.LIVELOCK;
import static dev.jlockdep.api.FindingKind.RECURSION;
import static dev.jlockdep.api.FindingKind.UNGUARDED;
import static dev.jlockdep.api.Level.LIKELY;
import static dev.jlockdep.api.Level.NOTE;
import static dev.jlockdep.api.Level.POSSIBLE;
import static dev.jlockdep.api.Level.PROVEN;
import static dev.jlockdep.tests.integration.KernelRow.finds;
import static dev.jlockdep.tests.integration.KernelRow.silent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import dev.jlockdep.tests.support.ThreadScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import programs.declared.AllKernels;

/**
 * What the calls of the API mean: small kernels in schedules that do not hang, all in one JVM, each
 * on lock classes of its own and a test of its own. For every rule one that must be reported, one
 * that must stay silent, one at the limit.
 */
class DeclaredKernelsTest {
  private static final List<KernelRow> ROWS = List.of(
      // kinds of locks
      finds("nonReentrantTwice", RECURSION, PROVEN, "x").at("Locks.write"),
      silent("reentrantTwice"),
      finds("reentrantUpgrade", RECURSION, PROVEN, "x").says("own shared hold"),
      silent("ownAgain"),
      finds("exclusiveThenRead", CYCLE, LIKELY, "x", "y"),
      silent("downgradedThenRead"),
      finds("mightLock", CYCLE, LIKELY, "x", "y"),
      finds("mightLockOfJdk", CYCLE, LIKELY, "x", "y"),
      silent("mightLockHeld"),
      silent("mightLockSameOrder"),
      silent("releasedByAnother"),
      silent("releasedWhileOneWaits"),
      silent("releasedWhileAWriterWaits"),
      finds("releasedTwice", BAD_RELEASE, LIKELY, "x"),
      finds("releasedByAnotherTwice", BAD_RELEASE, LIKELY, "x"),
      finds("handedOverLock", CYCLE, LIKELY, "x", "y").says("handed over to thread"),
      finds("handedOverNotHeld", BAD_RELEASE, LIKELY, "x"),
      finds("pinnedReleased", BAD_RELEASE, LIKELY, "x"),
      finds("pinnedReleasedOfJdk", BAD_RELEASE, LIKELY, "x"),
      silent("pinnedKept"),
      finds("pinnedNotHeld", BAD_RELEASE, LIKELY, "x"),
      silent("subclasses"),
      // ranges
      finds("rangesOverlap", RECURSION, PROVEN, "range"),
      finds("rangesEqual", RECURSION, PROVEN, "range"),
      silent("rangesTouch"),
      silent("rangesApart"),
      finds("rangesDescend", RECURSION, POSSIBLE, "range").exactly(),
      finds("rangesBothWays", RECURSION, LIKELY, "range"),
      finds("rangesOfTwoTrees", RECURSION, POSSIBLE, "range").exactly(),
      silent("rangeTried"),
      silent("rangeReleasedElsewhere"),
      silent("rangeHandedOver"),
      finds("rangeHandedOverLate", CYCLE, POSSIBLE, "range", "folio").exactly(),
      silent("rangeHandedOverAndWaitedFor"),
      finds("rangeHandedOverByStranger", BAD_RELEASE, LIKELY, "range"),
      finds("rangeAndLock", CYCLE, LIKELY, "range", "folio"),
      finds("rangeNotHeld", BAD_RELEASE, LIKELY, "range"),
      finds("rangeEmpty", BAD_RELEASE, LIKELY, "range"),
      // counters and events
      finds("waitsForOwnUnit", RECURSION, PROVEN, "dio")
          .at("CounterKernels.submit", "CounterKernels.lambda$waitsForOwnUnit")
          .says("the hold began at programs.declared.CounterKernels.submit"),
      silent("waitsAfterEnd"),
      finds("waitsForOtherInstance", RECURSION, POSSIBLE, "dio").exactly(),
      silent("handedToThread"),
      silent("handedToPool"),
      finds("completionNeedsLock", CYCLE, LIKELY, "lock", "dio")
          .says("handed over to programs.declared.Locks$Node"),
      finds("completionClaims", CYCLE, LIKELY, "lock", "dio"),
      silent("completionNeedsOtherLock"),
      finds("ownEvent", RECURSION, PROVEN, "ordered").at("CounterKernels.fault"),
      silent("submittedEvent"),
      finds("eventAfterRange", CYCLE, LIKELY, "range", "ordered").says("handed over to thread"),
      finds("signallerFromItsStart", CYCLE, LIKELY, "s_umount", "sb_frozen"),
      silent("evictedInBackground"),
      finds("endedTwice", BAD_RELEASE, LIKELY, "dio"),
      finds("endedWithoutBegin", BAD_RELEASE, LIKELY, "dio"),
      silent("endedWithoutTicket"),
      finds("handedOverByStranger", BAD_RELEASE, LIKELY, "dio"),
      finds("handedOverAfterEnd", BAD_RELEASE, LIKELY, "dio"),
      finds("handedOverToTheDead", BAD_RELEASE, LIKELY, "dio").mentions("which has ended"),
      silent("handedOverLate"),
      finds("leftAtReturn", LEAK, LIKELY, "dio").mentions("return to user"),
      silent("handedOverAtReturn"),
      finds("leftAtThreadEnd", LEAK, LIKELY, "dio").says("handed over to task queue"),
      finds("nodeGate", CYCLE, NOTE, "dio", "invalidate_lock").exactly()
          .says("nodeGate.i_rwsem of the same owner"),
      finds("nodeGateOfOther", CYCLE, POSSIBLE, "dio", "invalidate_lock"),
      finds("nodeGateHandedOver", CYCLE, POSSIBLE, "dio", "invalidate_lock"),
      finds("nodeGateOfMany", CYCLE, POSSIBLE, "dio", "invalidate_lock"),
      finds("nodeGateShared", CYCLE, LIKELY, "dio", "invalidate_lock"),
      // task queues
      finds("ownTaskWork", RECURSION, PROVEN, "inode_dio")
          .at("QueueKernels.submit", "QueueKernels.fallocateWaits")
          .says("handed over to task queue ownTaskWork.task_work"),
      silent("ownTaskWorkOnWorkqueue"),
      silent("ownTaskWorkRunMeanwhile"),
      finds("ownUnitNotInQueue", RECURSION, PROVEN, "inode_dio"),
      finds("ownTaskWorkBehindLock", CYCLE, LIKELY, "i_rwsem", "inode_dio")
          .says("handed over to task queue"),
      silent("ownTaskWorkNowait"),
      silent("workerForOwner"),
      finds("startWriteBlocks", RECURSION, POSSIBLE, "sb_writers"),
      finds("freezesItself", RECURSION, PROVEN, "sb_writers"),
      finds("drainerWaitsLater", CYCLE, LIKELY, "dio", "loop"),
      finds("drainerWaits", CYCLE, LIKELY, "dio", "loop").says("one task is enough"),
      silent("drainerWaitsForOther"),
      finds("twoDrainers", CYCLE, NOTE, "dio", "loop").exactly().says("several threads"),
      finds("headOfLine", CYCLE, LIKELY, "lock", "dio", "loop"),
      silent("headOfLineOtherLock"),
      finds("blockingSubmit", CONTEXT, PROVEN, "inode_dio"),
      // regions and contexts
      finds("copyUnderRange", CYCLE, LIKELY, "range", "mmap_lock").says("one task is enough")
          .at("RegionKernels.copy", "RegionKernels.fault"),
      finds("copyUnderRangeAfterFault", CYCLE, LIKELY, "range", "mmap_lock"),
      silent("copyAfterRange"),
      finds("copyUnderJdkLock", CYCLE, LIKELY, "range", "mmap_lock"),
      finds("copyUnderOtherInstance", CYCLE, POSSIBLE, "range", "mmap_lock").exactly(),
      finds("copyThroughTwoLocks", CYCLE, LIKELY, "a", "mmap_lock", "b").says("2 different tasks"),
      silent("copyInHandler"),
      silent("copyInNofault"),
      silent("copyWithFaultsDisabled"),
      finds("faultInNofault", CONTEXT, PROVEN, "mmap_lock").mentions("nofault section"),
      finds("faultWithFaultsDisabled", CONTEXT, PROVEN, "mmap_lock")
          .mentions("page faults disabled"),
      finds("copyAfterNofault", CYCLE, LIKELY, "range", "mmap_lock"),
      finds("faultTakesHeldLock", RECURSION, PROVEN, "range"),
      finds("reclaimUnderLock", CYCLE, LIKELY, "invalidate_lock", "fs_reclaim"),
      silent("noReclaimUnderLock"),
      finds("callbackUnderLock", CYCLE, LIKELY, "index", "eviction"),
      silent("revocableWhileFaulting"),
      finds("heldWhileFaulting", RECURSION, PROVEN, "glock"),
      finds("revokedAndUsed", UNGUARDED, PROVEN, "glock").at("RegionKernels.useState"),
      silent("revocableReleased"),
      finds("revocableNotHeld", BAD_RELEASE, LIKELY, "glock"),
      // guards, asserts, progress
      finds("unguarded", UNGUARDED, PROVEN, "invalidate_lock").mentions("delalloc punch"),
      finds("guardedShared", UNGUARDED, PROVEN, "invalidate_lock").mentions("holds shared only"),
      silent("guarded"),
      silent("guardedByOther"),
      finds("guardedByOtherInstance", UNGUARDED, PROVEN, "ilock"),
      finds("guardOfJdk", UNGUARDED, PROVEN, "lock").mentions("store"),
      silent("guardOnRange"),
      finds("guardInferred", UNGUARDED, POSSIBLE, "mutex").exactly()
          .mentions("truncateRange without guardInferred.mutex on 3 of 41 calls"),
      silent("guardNotInferred"),
      finds("assertHeld", UNGUARDED, PROVEN, "x"),
      finds("assertNotHeld", CONTEXT, PROVEN, "x"),
      finds("noProgress", LIVELOCK, LIKELY).mentions("3 attempts at the same progress 7"),
      silent("twoAttempts"),
      silent("slowProgress"),
      silent("retriesLimit"),
      silent("fallsBack"),
      // scopes
      finds("closedTwice", BAD_RELEASE, LIKELY, "section").mentions("closed already"),
      finds("closedByAnother", BAD_RELEASE, LIKELY, "section").mentions("closedByAnother T opened"),
      silent("closedOutOfOrder"),
      finds("leftOpen", BAD_RELEASE, LIKELY, "section").mentions("end of its thread"),
      finds("leftInRegion", BAD_RELEASE, LIKELY, "region").mentions("end of its thread"),
      finds("leftOpenByTask", BAD_RELEASE, LIKELY, "section").mentions("end of its task"),
      silent("openAroundTasks"),
      finds("triedByAnother", BAD_RELEASE, LIKELY, "retry"),
      finds("suppressedFinding", CYCLE, NOTE, "x", "y").exactly()
          .says("suppressed (LIKELY otherwise): suppressedFinding is known"),
      finds("suppressedSide", CYCLE, NOTE, "x", "y").exactly()
          .says("suppressed (LIKELY otherwise): suppressedSide is known"),
      finds("notSuppressed", CYCLE, LIKELY, "x", "y"),
      finds("suppressedOnce", CYCLE, LIKELY, "x", "y"));

  @TempDir
  static Path output;

  @TestFactory
  Stream<DynamicNode> kernels() {
    return Stream.of(on(Jdks.find(17), false), on(Jdks.find(25), false), on(Jdks.find(25), true));
  }

  private DynamicNode on(Jdk jdk, boolean virtual) {
    String title = jdk + (virtual ? ", virtual threads" : "");
    Path folder = output.resolve(title.replaceAll("[^0-9a-z]", ""));
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + folder)
        .property(ThreadScript.VIRTUAL, virtual)
        .sameClassPath()
        .main(AllKernels.class)
        .run()
        .expectExit(0);
    Watched watched = Watched.of(title, result, folder);
    List<DynamicNode> tests = new ArrayList<>();
    for (KernelRow row : ROWS) {
      tests.add(dynamicTest(row.kernel(), () -> row.check(watched.isWatched())));
    }
    tests.add(dynamicTest("nothing else", () -> nothingElse(watched)));
    tests.add(dynamicTest("audit", () -> auditIsShown(folder)));
    tests.add(dynamicTest("no internal error", () -> noInternalError(watched)));
    return dynamicContainer(title, tests);
  }

  private static void nothingElse(Watched watched) {
    Set<String> kernels = ROWS.stream().map(KernelRow::kernel)
        .collect(Collectors.toCollection(LinkedHashSet::new));
    assertEquals(kernels, AllKernels.all().keySet());
    for (FindingRecord finding : watched.atLeast(POSSIBLE)) {
      if (ROWS.stream().noneMatch(row -> row.owns(finding))) {
        throw watched.failure("finding of no kernel: " + finding);
      }
    }
  }

  private static void auditIsShown(Path folder) {
    String text = ForkedJvm.on(Jdks.find(17))
        .jar(AgentJar.path(), "report", folder.toString())
        .run()
        .expectExit(0)
        .stdout();
    String truncate = "audit: guardInferred truncateRange, 42 calls: guardInferred truncateRange"
        + " without guardInferred.mutex on 3 of 41 calls\n"
        + "  4 with no lock\n"
        + "    GuardKernels.truncateRange(GuardKernels.java:";
    assertTrue(text.contains(truncate), text);
    assertTrue(text.contains("  38 with guardInferred.mutex (write)\n"), text);
    assertTrue(text.contains("audit: unguarded delalloc punch, 1 calls, "
        + "needs unguarded.invalidate_lock (write), 1 without\n"), text);
  }

  private static void noInternalError(Watched watched) {
    Object stats = watched.dump().records("end").get(0).get("stats");
    if (!stats.toString().replace(" ", "").contains("internalErrors=0")) {
      throw watched.failure("internal errors: " + stats);
    }
  }
}
