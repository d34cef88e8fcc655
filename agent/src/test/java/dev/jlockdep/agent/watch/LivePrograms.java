package dev.jlockdep.agent.watch;

import dev.jlockdep.api.AcquireMode;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Programs that wait for a long time and look stuck, but are not: each of them goes on by itself,
 * or can be made to go on by a thread that is awake now and then.
 */
final class LivePrograms {
  /** Longer than the watch needs for anything. */
  private static final long LONG_MILLIS = 7000;

  private LivePrograms() {}

  private static void run(String name, StuckPrograms.Work work) {
    Thread t =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            name);
    t.setDaemon(true);
    t.start();
  }

  static Map<String, StuckPrograms.Work> all() {
    Map<String, StuckPrograms.Work> all = new LinkedHashMap<>();
    all.put("long-computation", LivePrograms::longComputation);
    all.put("sleep-under-lock", LivePrograms::sleepUnderLock);
    all.put("input-under-lock", LivePrograms::inputUnderLock);
    all.put("accept-under-lock", LivePrograms::acceptUnderLock);
    all.put("timed-inversion", LivePrograms::timedInversion);
    all.put("latch-by-sleeper", LivePrograms::latchBySleeper);
    all.put("latch-by-runner", LivePrograms::latchByRunner);
    all.put("latch-by-scheduler", LivePrograms::latchByScheduler);
    all.put("latch-by-timer", LivePrograms::latchByTimer);
    all.put("latch-by-pool", LivePrograms::latchByPool);
    all.put("latch-by-own-pool", LivePrograms::latchByOwnPool);
    all.put("latch-by-other-field", LivePrograms::latchByOtherField);
    all.put("notify-by-sleeper", LivePrograms::notifyBySleeper);
    all.put("condition-by-timed-waiter", LivePrograms::conditionByTimedWaiter);
    all.put("completed-by-sleeper", LivePrograms::completedBySleeper);
    all.put("completed-by-stage", LivePrograms::completedByStage);
    all.put("semaphore-throttle", LivePrograms::semaphoreThrottle);
    all.put("semaphore-ping-pong", LivePrograms::semaphorePingPong);
    all.put("readers-behind-timed-writer", LivePrograms::readersBehindTimedWriter);
    all.put("stamped-reader-and-live-writer", LivePrograms::stampedReaderAndLiveWriter);
    all.put("idle-pools", LivePrograms::idlePools);
    all.put("queues", LivePrograms::queues);
    all.put("join-of-sleeper", LivePrograms::joinOfSleeper);
    all.put("future-of-sleeper", LivePrograms::futureOfSleeper);
    all.put("queued-behind-sleeper", LivePrograms::queuedBehindSleeper);
    all.put("barrier-and-phaser", LivePrograms::barrierAndPhaser);
    all.put("parked-forever", LivePrograms::parkedForever);
    all.put("close-of-busy-pool", LivePrograms::closeOfBusyPool);
    all.put("slow-initialiser", LivePrograms::slowInitialiser);
    all.put("unparked-by-sleeper", LivePrograms::unparkedBySleeper);
    all.put("interrupted-by-sleeper", LivePrograms::interruptedBySleeper);
    all.put("home-made-pool", LivePrograms::homeMadePool);
    return all;
  }

  private static void spin(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      StuckPrograms.HOLDS.released(monitor);
    }
  }

  private static void longComputation() {
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    run(
        "computes",
        () -> {
          synchronized (monitor) {
            held.countDown();
            // mostly asleep, for the sake of the other programs; sometimes running
            for (int i = 0; i < LONG_MILLIS / 100; i++) {
              spin(5);
              Thread.sleep(95);
            }
          }
        });
    run(
        "waits-for-computation",
        () -> {
          held.await();
          enter(monitor);
        });
  }

  private static void sleepUnderLock() {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch held = new CountDownLatch(1);
    run(
        "sleeps-with-lock",
        () -> {
          lock.lock();
          held.countDown();
          Thread.sleep(LONG_MILLIS);
          lock.unlock();
        });
    for (int i = 0; i < 3; i++) {
      run(
          "waits-for-sleeper",
          () -> {
            held.await();
            lock.lock();
            lock.unlock();
          });
    }
  }

  private static void inputUnderLock() throws IOException {
    PipedOutputStream out = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(out);
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    run(
        "reads-with-lock",
        () -> {
          synchronized (monitor) {
            held.countDown();
            in.read();
          }
        });
    run(
        "waits-for-reader",
        () -> {
          held.await();
          enter(monitor);
        });
    run(
        "writes-later",
        () -> {
          Thread.sleep(LONG_MILLIS);
          out.write(1);
        });
  }

  private static void acceptUnderLock() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    run(
        "accepts-with-lock",
        () -> {
          synchronized (monitor) {
            held.countDown();
            server.accept();
          }
        });
    run(
        "waits-for-acceptor",
        () -> {
          held.await();
          enter(monitor);
        });
  }

  /** Both orders at once, but one side gives up in time. */
  private static void timedInversion() {
    ReentrantLock a = new ReentrantLock();
    ReentrantLock b = new ReentrantLock();
    CyclicBarrier held = new CyclicBarrier(2);
    run(
        "inverts-untimed",
        () -> {
          a.lock();
          held.await();
          b.lock();
        });
    run(
        "inverts-timed",
        () -> {
          b.lock();
          held.await();
          if (!a.tryLock(LONG_MILLIS, TimeUnit.MILLISECONDS)) {
            b.unlock();
          }
        });
  }

  /** The waiter holds a monitor that a bystander wants; a third thread counts down. */
  private static CountDownLatch awaitedUnderMonitor(String name, int count) {
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(count);
    CountDownLatch other = new CountDownLatch(1);
    run(
        name + "-waiter",
        () -> {
          synchronized (monitor) {
            held.countDown();
            done.await();
          }
        });
    run(
        name + "-bystander",
        () -> {
          held.await();
          enter(monitor);
          other.countDown();
        });
    return done;
  }

  private static void latchBySleeper() {
    CountDownLatch done = awaitedUnderMonitor("latch-by-sleeper", 1);
    run(
        "sleeper",
        () -> {
          Thread.sleep(LONG_MILLIS);
          done.countDown();
        });
  }

  private static void latchByRunner() {
    CountDownLatch done = awaitedUnderMonitor("latch-by-runner", 1);
    run(
        "runner",
        () -> {
          for (int i = 0; i < LONG_MILLIS / 100; i++) {
            spin(5);
            Thread.sleep(95);
          }
          done.countDown();
        });
  }

  private static void latchByScheduler() {
    CountDownLatch done = awaitedUnderMonitor("latch-by-scheduler", 1);
    ScheduledExecutorService scheduler =
        Executors.newSingleThreadScheduledExecutor(LivePrograms::daemon);
    scheduler.schedule(done::countDown, LONG_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void latchByTimer() {
    CountDownLatch done = awaitedUnderMonitor("latch-by-timer", 1);
    new Timer("timer", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                done.countDown();
              }
            },
            LONG_MILLIS);
  }

  private static void latchByPool() {
    CountDownLatch done = awaitedUnderMonitor("latch-by-pool", 2);
    ExecutorService pool = Executors.newFixedThreadPool(2, LivePrograms::daemon);
    run(
        "submits-later",
        () -> {
          Thread.sleep(LONG_MILLIS);
          pool.execute(done::countDown);
          pool.execute(done::countDown);
        });
  }

  private static Thread daemon(Runnable work) {
    Thread t = new Thread(work, "live-worker");
    t.setDaemon(true);
    return t;
  }

  /** The task that counts down is queued behind one that will end. */
  private static void latchByOwnPool() {
    ExecutorService pool = Executors.newFixedThreadPool(2, LivePrograms::daemon);
    CountDownLatch done = new CountDownLatch(1);
    pool.execute(() -> LockSupport.parkNanos(LONG_MILLIS * 1_000_000));
    pool.submit(
        () -> {
          pool.execute(done::countDown);
          done.await();
          return done;
        });
  }

  /** The blocked thread will count down a latch, but not the one that is waited for. */
  private static final class TwoLatches {
    private final Object monitor = new Object();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch awaited = new CountDownLatch(1);
    private final CountDownLatch other = new CountDownLatch(1);

    void start() {
      run("other-field-waiter", this::waitForIt);
      run("other-field-bystander", this::countOther);
      run("other-field-rescuer", this::rescue);
    }

    private void waitForIt() throws InterruptedException {
      synchronized (monitor) {
        held.countDown();
        awaited.await();
      }
    }

    private void countOther() throws InterruptedException {
      held.await();
      enter(monitor);
      other.countDown();
    }

    private void rescue() throws InterruptedException {
      Thread.sleep(LONG_MILLIS);
      awaited.countDown();
    }
  }

  private static void latchByOtherField() {
    new TwoLatches().start();
  }

  private static void notifyBySleeper() {
    Object monitor = new Object();
    Object box = new Object();
    CountDownLatch held = new CountDownLatch(1);
    boolean[] full = {false};
    run(
        "notify-waiter",
        () -> {
          synchronized (monitor) {
            synchronized (box) {
              held.countDown();
              while (!full[0]) {
                box.wait();
              }
            }
          }
        });
    run(
        "notify-bystander",
        () -> {
          held.await();
          synchronized (monitor) {
            monitor.notifyAll();
          }
        });
    run(
        "notify-sleeper",
        () -> {
          Thread.sleep(LONG_MILLIS);
          synchronized (box) {
            full[0] = true;
            box.notifyAll();
          }
        });
  }

  private static void conditionByTimedWaiter() {
    ReentrantLock lock = new ReentrantLock();
    Condition ready = lock.newCondition();
    Condition tick = lock.newCondition();
    ReentrantLock outer = new ReentrantLock();
    CountDownLatch held = new CountDownLatch(1);
    run(
        "condition-waiter",
        () -> {
          outer.lock();
          lock.lock();
          held.countDown();
          ready.await();
          lock.unlock();
          outer.unlock();
        });
    run(
        "condition-bystander",
        () -> {
          held.await();
          outer.lock();
          outer.unlock();
          lock.lock();
          ready.signal();
          lock.unlock();
        });
    run(
        "condition-ticker",
        () -> {
          lock.lock();
          tick.await(LONG_MILLIS, TimeUnit.MILLISECONDS);
          ready.signal();
          lock.unlock();
        });
  }

  private static void completedBySleeper() {
    CompletableFuture<String> result = new CompletableFuture<>();
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    run(
        "future-waiter",
        () -> {
          synchronized (monitor) {
            held.countDown();
            result.join();
          }
        });
    run(
        "future-bystander",
        () -> {
          held.await();
          enter(monitor);
          result.complete("late");
        });
    run(
        "future-sleeper",
        () -> {
          Thread.sleep(LONG_MILLIS);
          result.complete("done");
        });
  }

  private static void completedByStage() {
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(2, LivePrograms::daemon);
    CompletableFuture<Void> slow =
        CompletableFuture.runAsync(() -> LockSupport.parkNanos(LONG_MILLIS * 1_000_000), pool);
    run(
        "stage-waiter",
        () -> {
          synchronized (monitor) {
            held.countDown();
            slow.join();
          }
        });
    run(
        "stage-submitter",
        () -> {
          held.await();
          CompletableFuture.runAsync(() -> enter(monitor), pool);
        });
  }

  /** Permits taken by the producer and given back by a worker: the holder is not the releaser. */
  private static void semaphoreThrottle() {
    Semaphore permits = new Semaphore(1);
    Object sync = WatchReflection.read(permits, "sync");
    run(
        "throttled",
        () -> {
          permits.acquire();
          StuckPrograms.HOLDS.taken(sync, AcquireMode.EXCLUSIVE);
          permits.acquire();
        });
    run(
        "throttle-worker",
        () -> {
          Thread.sleep(LONG_MILLIS);
          permits.release();
        });
  }

  private static void semaphorePingPong() {
    Semaphore ping = new Semaphore(1);
    Semaphore pong = new Semaphore(0);
    run("ping", () -> volley(ping, pong));
    run("pong", () -> volley(pong, ping));
  }

  private static void volley(Semaphore own, Semaphore other) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      own.acquire();
      Thread.sleep(100);
      other.release();
    }
  }

  private static void readersBehindTimedWriter() {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    CountDownLatch held = new CountDownLatch(1);
    run(
        "reader-holds",
        () -> {
          lock.readLock().lock();
          held.countDown();
          Thread.sleep(LONG_MILLIS);
          lock.readLock().unlock();
        });
    run(
        "writer-timed",
        () -> {
          held.await();
          if (lock.writeLock().tryLock(LONG_MILLIS, TimeUnit.MILLISECONDS)) {
            lock.writeLock().unlock();
          }
        });
    run(
        "reader-behind",
        () -> {
          held.await();
          while (!lock.hasQueuedThreads()) {
            Thread.onSpinWait();
          }
          lock.readLock().lock();
          lock.readLock().unlock();
        });
  }

  private static void stampedReaderAndLiveWriter() {
    StampedLock lock = new StampedLock();
    CountDownLatch held = new CountDownLatch(1);
    run(
        "stamped-writer",
        () -> {
          long stamp = lock.writeLock();
          StuckPrograms.HOLDS.taken(lock, AcquireMode.EXCLUSIVE);
          held.countDown();
          Thread.sleep(LONG_MILLIS);
          lock.unlockWrite(stamp);
        });
    run(
        "stamped-reader",
        () -> {
          held.await();
          lock.readLock();
        });
  }

  private static void idlePools() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3, LivePrograms::daemon);
    for (int i = 0; i < 3; i++) {
      pool.submit(() -> 1).get();
    }
    CompletableFuture.supplyAsync(() -> 1).get();
    Executors.newScheduledThreadPool(1, LivePrograms::daemon).submit(() -> 1).get();
  }

  private static void queues() {
    BlockingQueue<Integer> full = new ArrayBlockingQueue<>(1);
    BlockingQueue<Integer> empty = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> handOver = new SynchronousQueue<>();
    full.add(1);
    Object monitor = new Object();
    run("queue-putter", () -> full.put(2));
    run("queue-hand-over", handOver::take);
    CountDownLatch held = new CountDownLatch(1);
    run(
        "queue-taker",
        () -> {
          synchronized (monitor) {
            held.countDown();
            empty.take();
          }
        });
    run(
        "queue-bystander",
        () -> {
          held.await();
          enter(monitor);
          full.put(3);
        });
    run(
        "queue-feeder",
        () -> {
          Thread.sleep(LONG_MILLIS);
          empty.put(1);
        });
  }

  private static void joinOfSleeper() {
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    Thread sleeper = daemon(() -> LockSupport.parkNanos(LONG_MILLIS * 1_000_000));
    sleeper.start();
    run(
        "joins-sleeper",
        () -> {
          synchronized (monitor) {
            held.countDown();
            sleeper.join();
          }
        });
    run(
        "waits-for-joiner",
        () -> {
          held.await();
          enter(monitor);
        });
  }

  private static void futureOfSleeper() {
    ExecutorService pool = Executors.newSingleThreadExecutor(LivePrograms::daemon);
    run(
        "future-of-sleeper",
        () ->
            pool.submit(
                    () -> {
                      Thread.sleep(LONG_MILLIS);
                      return 1;
                    })
                .get());
  }

  private static void queuedBehindSleeper() {
    ExecutorService pool = Executors.newSingleThreadExecutor(LivePrograms::daemon);
    pool.execute(() -> LockSupport.parkNanos(LONG_MILLIS * 1_000_000));
    Object monitor = new Object();
    run(
        "queued-behind-sleeper",
        () -> {
          synchronized (monitor) {
            pool.submit(() -> enter(monitor)).isDone();
            pool.submit(() -> 1).isDone();
            Thread.sleep(LONG_MILLIS);
          }
        });
  }

  private static void barrierAndPhaser() {
    CyclicBarrier barrier = new CyclicBarrier(2);
    Phaser phaser = new Phaser(2);
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    run("barrier-first", barrier::await);
    run(
        "barrier-second",
        () -> {
          Thread.sleep(LONG_MILLIS);
          barrier.await();
        });
    run(
        "phaser-first",
        () -> {
          synchronized (monitor) {
            held.countDown();
            phaser.arriveAndAwaitAdvance();
          }
        });
    run(
        "phaser-bystander",
        () -> {
          held.await();
          enter(monitor);
        });
    run(
        "phaser-second",
        () -> {
          Thread.sleep(LONG_MILLIS);
          phaser.arrive();
        });
  }

  /** What servers do with their main thread, on purpose. */
  private static void parkedForever() {
    run("joins-itself", () -> Thread.currentThread().join());
    run("parks", LockSupport::park);
    run("waits-for-nothing", () -> new CountDownLatch(1).await());
  }

  private static void closeOfBusyPool() {
    ExecutorService pool = Executors.newFixedThreadPool(2, LivePrograms::daemon);
    pool.execute(() -> LockSupport.parkNanos(LONG_MILLIS * 1_000_000));
    run(
        "closes-pool",
        () -> {
          pool.shutdown();
          pool.awaitTermination(1, TimeUnit.DAYS);
        });
  }

  private static final class Slow {
    static final Object VALUE = make();

    private static Object make() {
      LockSupport.parkNanos(LONG_MILLIS * 1_000_000);
      return new Object();
    }
  }

  private static void slowInitialiser() {
    run("initialises", () -> StuckPrograms.HOLDS.released(Slow.VALUE));
    run("waits-for-initialiser", () -> StuckPrograms.HOLDS.released(Slow.VALUE));
  }

  private static void unparkedBySleeper() {
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    Thread parked =
        daemon(
            () -> {
              synchronized (monitor) {
                held.countDown();
                LockSupport.park(monitor);
              }
            });
    parked.start();
    run(
        "unpark-bystander",
        () -> {
          held.await();
          enter(monitor);
        });
    run(
        "unparks-later",
        () -> {
          Thread.sleep(LONG_MILLIS);
          LockSupport.unpark(parked);
        });
  }

  private static void interruptedBySleeper() {
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread waiter =
        daemon(
            () -> {
              synchronized (monitor) {
                held.countDown();
                try {
                  done.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    waiter.start();
    run(
        "interrupt-bystander",
        () -> {
          held.await();
          enter(monitor);
          done.countDown();
        });
    run(
        "interrupts-later",
        () -> {
          Thread.sleep(LONG_MILLIS);
          waiter.interrupt();
        });
  }

  /** A pool with a bounded shutdown that one of its own tasks calls: it ends when time is up. */
  private static final class Workers {
    private final class Worker extends Thread {
      private final Runnable task;

      Worker(Runnable task) {
        super("home-made-worker");
        this.task = task;
        setDaemon(true);
      }

      @Override
      public void run() {
        task.run();
      }
    }

    void execute(Runnable task) {
      new Worker(task).start();
    }

    synchronized void shutdown() {
      long end = System.nanoTime() + LONG_MILLIS * 1_000_000;
      while (System.nanoTime() < end) {
        try {
          wait(1000);
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  private static void homeMadePool() {
    Workers workers = new Workers();
    workers.execute(new Thread(() -> workers.shutdown()));
  }
}
