package dev.jlockdep.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.agent.watch.Request.Need;
import dev.jlockdep.api.AcquireMode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reduction of the wait-for graph, on threads that only stand for others. */
class StuckThreadsTest {
  private static final Resource LOCK = Resource.named(Resource.Kind.LOCK, "Lock");

  private final Thread[] threads = new Thread[5];
  private volatile boolean over;

  @BeforeEach
  void start() {
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(this::live, "t" + i);
      threads[i].start();
    }
  }

  private void live() {
    while (!over) {
      LockSupport.park();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    over = true;
    for (Thread t : threads) {
      LockSupport.unpark(t);
      t.join();
    }
  }

  private Request request(int who, Need... needs) {
    ThreadView view = new ThreadView(threads[who], null);
    return new Request(view, LOCK, AcquireMode.EXCLUSIVE, List.of(needs), 0);
  }

  private Need any(int... of) {
    return new Need(Arrays.stream(of).mapToObj(i -> threads[i]).toList(), Role.HOLDER);
  }

  private static List<String> circles(Request... requests) {
    return new StuckThreads(List.of(requests))
        .circles().stream()
            .map(StuckThreadsTest::names)
            .sorted()
            .toList();
  }

  private static String names(List<Request> circle) {
    return circle.stream()
        .map(r -> r.who.thread.getName())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @Test
  void twoThatWaitForEachOther_areStuck() {
    assertEquals(List.of("t0 t1"), circles(request(0, any(1)), request(1, any(0))));
  }

  @Test
  void chainToLiveThread_isNotStuck() {
    assertEquals(List.of(), circles(request(0, any(1)), request(1, any(2))));
  }

  @Test
  void oneOfSeveralHoldersIsAwake_isNotStuck() {
    assertEquals(List.of(), circles(request(0, any(1, 2)), request(1, any(0))));
  }

  @Test
  void allReadersHaveToLeave_oneStuckReaderIsEnough() {
    assertEquals(List.of("t0 t1"), circles(request(0, any(1), any(2)), request(1, any(0))));
  }

  @Test
  void waitThatAnythingMayEnd_isNotStuck() {
    assertEquals(List.of(), circles(request(0, any(1)), request(1)));
  }

  @Test
  void threadInItsOwnWay_isStuckAlone() {
    assertEquals(List.of("t0"), circles(request(0, any(0))));
  }

  @Test
  void twoUpgraders_areOneCircle() {
    assertEquals(
        List.of("t0 t1"),
        circles(request(0, any(0), any(1)), request(1, any(0), any(1))));
  }

  @Test
  void twoCircles_areBothReported() {
    assertEquals(
        List.of("t0 t1", "t2 t3"),
        circles(
            request(0, any(1)), request(1, any(0)), request(2, any(3)), request(3, any(2))));
  }

  @Test
  void threadBehindCircle_isBystander() {
    Request behind = request(4, any(0));
    StuckThreads stuck =
        new StuckThreads(List.of(request(0, any(1)), request(1, any(0)), behind));
    assertEquals(List.of(behind), stuck.behind(stuck.circles().get(0)));
  }
}
