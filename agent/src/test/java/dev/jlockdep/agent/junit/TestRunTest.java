package dev.jlockdep.agent.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.agent.report.FindingRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which test a finding belongs to; every failing finding has one owner. */
class TestRunTest {
  private final TestRun run = new TestRun();

  private static FindingRecord finding(String fingerprint, boolean failing, long threadId) {
    return new FindingRecord(
        "CYCLE",
        "possible circular locking dependency detected",
        "LIKELY",
        fingerprint,
        "",
        List.of("A", "B"),
        List.of(),
        List.of(),
        List.of(),
        "thread",
        threadId,
        "",
        List.of(),
        failing,
        0);
  }

  private static void onOtherThread(Runnable work) throws InterruptedException {
    Thread thread = new Thread(work);
    thread.start();
    thread.join();
  }

  @SuppressWarnings("deprecation")
  private static long here() {
    return Thread.currentThread().getId();
  }

  @Test
  void findingOnTheTestsThreadIsItsOwn() throws InterruptedException {
    run.start("mine", "T#mine");
    onOtherThread(() -> run.start("other", "T#other"));
    FindingRecord finding = finding("LD-1", true, here());
    run.accept(finding);
    assertEquals(List.of(), run.finish("other"));
    assertEquals(List.of(finding), run.finish("mine"));
    assertEquals(0, run.unreported());
  }

  @Test
  void findingOnAPoolThreadBelongsToTheTestThatRuns() {
    run.start("t", "T#t");
    FindingRecord finding = finding("LD-1", true, -1);
    run.accept(finding);
    assertEquals(List.of(finding), run.finish("t"));
  }

  @Test
  void findingFailsOneTestOnly() {
    run.start("first", "T#first");
    run.accept(finding("LD-1", true, here()));
    assertEquals(1, run.finish("first").size());
    run.start("second", "T#second");
    run.accept(finding("LD-1", true, here()));
    assertEquals(List.of(), run.finish("second"));
  }

  @Test
  void findingThatStartsToFailLaterFailsTheTestOfThatTime() {
    run.start("first", "T#first");
    run.accept(finding("LD-1", false, here()));
    assertEquals(List.of(), run.finish("first"));
    run.start("second", "T#second");
    run.accept(finding("LD-1", true, here()));
    assertEquals(1, run.finish("second").size());
  }

  @Test
  void findingBetweenTestsIsLeftToTheClassThenToTheSession() {
    run.accept(finding("LD-1", true, here()));
    assertEquals(1, run.unreported());
    assertEquals(1, run.takeBetweenTests().size());
    run.accept(finding("LD-2", true, here()));
    assertEquals(1, run.takeUnreported().size());
    assertEquals(0, run.unreported());
  }

  @Test
  void testThatCannotBeFailedLeavesItsFindingsToTheSession() {
    run.start("junit4", "T#junit4");
    run.accept(finding("LD-1", true, here()));
    run.finishUnfailable("junit4");
    assertEquals(List.of(), run.takeBetweenTests());
    assertEquals(1, run.takeUnreported().size());
  }

  @Test
  void findingOfADynamicTestFailsItsFactory() {
    run.start("factory", "T#factory");
    run.start("dynamic", "T#factory");
    run.accept(finding("LD-1", true, here()));
    run.finishUnfailable("dynamic");
    assertEquals(1, run.finish("factory").size());
  }

  @Test
  void startAndFinishToldTwiceCountOnce() {
    run.start("t", "T#t");
    run.start("t", "T#t");
    assertEquals(List.of(), run.finish("t"));
    run.finishUnfailable("t");
    assertEquals(1, run.finished());
  }
}
