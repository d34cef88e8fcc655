package programs.declared;

import static programs.declared.Locks.counter;
import static programs.declared.Locks.lock;
import static programs.declared.Locks.read;
import static programs.declared.Locks.release;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Retry;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.TaskQueue;
import dev.jlockdep.api.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import programs.declared.Locks.InFlight;
import programs.declared.Locks.Sleeping;

/**
 * Many threads begin, hand over and end units of the same counters at once, among scopes and range
 * locks, in a way that is legal throughout: no finding, and nothing held at the end.
 */
public final class Storm {
  private static final int THREADS = 6;
  private static final int ROUNDS = 5_000;
  private final InFlight[] counters = new InFlight[4];
  private final Sleeping rwsem = lock("storm.rwsem");
  private final Object tree = Lockdep.declareRanges(new RangeKernels.Tree(), "storm.range", null);
  private final TaskQueue[] queues = new TaskQueue[THREADS];
  private final Thread[] threads = new Thread[THREADS];
  private final List<Queue<Ticket>> inboxes = new ArrayList<>();
  private final CyclicBarrier start = new CyclicBarrier(THREADS);
  private final CyclicBarrier over = new CyclicBarrier(THREADS);
  private volatile Throwable failure;

  private Storm() {
    for (int i = 0; i < counters.length; i++) {
      counters[i] = counter("storm.dio" + i);
    }
    for (int i = 0; i < THREADS; i++) {
      inboxes.add(new ConcurrentLinkedQueue<>());
      queues[i] = Lockdep.taskQueue("storm.work" + i, null);
    }
  }

  /** @param arguments the seed */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[0]);
    Storm storm = new Storm();
    for (int i = 0; i < THREADS; i++) {
      int me = i;
      storm.threads[i] = new Thread(() -> storm.run(me, new Random(seed + me)), "storm " + i);
    }
    for (Thread thread : storm.threads) {
      thread.start();
    }
    for (Thread thread : storm.threads) {
      thread.join();
    }
    if (storm.failure != null) {
      throw new IllegalStateException("seed " + seed, storm.failure);
    }
  }

  private void run(int me, Random random) {
    try {
      queues[me].drainedBy(Thread.currentThread());
      start.await();
      for (int i = 0; i < ROUNDS; i++) {
        round(me, random);
      }
      over.await();
      drain(me);
      // what was not handed over is ended by others
      over.await();
      if (LockdepControl.depth() != 0) {
        throw new IllegalStateException(LockdepControl.depth() + " holds left");
      }
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  private void round(int me, Random random) {
    int to = random.nextInt(THREADS);
    Ticket unit = Lockdep.begin(counters[random.nextInt(counters.length)]);
    switch (random.nextInt(12)) {
      case 0:
        unit.handOff(threads[to]);
        inboxes.get(to).add(unit);
        break;
      case 1:
        unit.handOff(queues[to]);
        inboxes.get(to).add(unit);
        break;
      case 2:
        unit.handOff(this);
        inboxes.get(to).add(unit);
        break;
      case 3:
        // the receiver may be quicker than the hand-over
        inboxes.get(to).add(unit);
        break;
      default:
        work(random);
        unit.end();
    }
    if (random.nextInt(2) == 0) {
      drain(me);
    }
  }

  private void work(Random random) {
    try (Scope section = Lockdep.noFault();
        Retry retry = Lockdep.retry("storm")) {
      retry.attempt(random.nextLong());
      Lockdep.mightFault();
      long from = random.nextInt(8);
      long to = from + 1 + random.nextInt(4);
      Lockdep.acquireRange(tree, from, to, AcquireMode.EXCLUSIVE);
      read(rwsem);
      release(rwsem);
      Lockdep.assertHeld(tree, AcquireMode.EXCLUSIVE);
      Lockdep.releaseRange(tree, from, to);
    }
  }

  private void drain(int me) {
    Queue<Ticket> mine = inboxes.get(me);
    for (Ticket unit = mine.poll(); unit != null; unit = mine.poll()) {
      unit.end();
    }
  }
}
