package dev.jlockdep.agent.watch;

import dev.jlockdep.api.AcquireMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Programs that really deadlock; each leaves its daemon threads stuck and returns. */
final class StuckPrograms {
  /** Work that may throw. */
  interface Work {
    void run() throws Exception;
  }

  /** What the runtime would know; told by hand where the JVM cannot tell by itself. */
  static final Holds HOLDS = new Holds();

  private final ThreadFactory threads;
  private final String name;
  private int made;

  private StuckPrograms(String name, ThreadFactory threads) {
    this.name = name;
    this.threads = threads;
  }

  /** Every program with the lock classes of its finding; the threads' names start with the name. */
  static Map<String, List<String>> all() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    String rw = "java.util.concurrent.locks.ReentrantReadWriteLock";
    all.put("readers-fair", List.of(rw, rw));
    all.put("readers-unfair", List.of(rw, rw));
    all.put("read-write-abba", List.of(rw, rw));
    all.put("upgrade-one", List.of(rw));
    all.put("upgrade-two", List.of(rw));
    all.put("stamped-self", List.of("java.util.concurrent.locks.StampedLock"));
    String semaphore = "java.util.concurrent.Semaphore";
    all.put("semaphore-abba", List.of(semaphore, semaphore));
    all.put("pool-self", List.of("java.util.concurrent.FutureTask"));
    String task = "java.util.concurrent.FutureTask";
    all.put("pool-of-two", List.of(task, task));
    all.put("latch-own-pool", List.of("java.util.concurrent.CountDownLatch"));
    all.put("mutual-join", List.of("java.lang.Thread", "java.lang.Thread"));
    all.put(
        "latch-under-monitor", List.of("java.util.concurrent.CountDownLatch", "java.lang.Object"));
    all.put("join-under-monitor", List.of("java.lang.Object", "java.lang.Thread"));
    String type = StuckPrograms.class.getName();
    all.put("initialiser-joins", List.of("java.lang.Thread", type + "$Joins"));
    all.put("class-init", List.of(type + "$One", type + "$Two"));
    String lock = "java.util.concurrent.locks.ReentrantLock";
    all.put("lock-monitor", List.of("java.lang.Object", lock));
    all.put("monitors", List.of("java.lang.Object", "java.lang.Object"));
    all.put("three-locks", List.of(lock, lock, lock));
    all.put("future-under-monitor", List.of("java.lang.Object", "java.util.concurrent.FutureTask"));
    all.put("lock-of-the-dead", List.of(lock));
    all.put("declared", List.of(type + "$Gate", type + "$Gate"));
    all.put(
        "wait-under-monitor", List.of("java.lang.Object", "java.lang.Object"));
    all.put(
        "condition-under-monitor",
        List.of(
            "java.lang.Object",
            "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject"));
    all.put(
        "completable-under-monitor",
        List.of("java.lang.Object", "java.util.concurrent.CompletableFuture"));
    return all;
  }

  static void start(String name, ThreadFactory threads) {
    new StuckPrograms(name, threads).start();
  }

  private void start() {
    switch (name) {
      case "readers-fair" -> readers(true);
      case "readers-unfair" -> readers(false);
      case "read-write-abba" -> readWrite();
      case "upgrade-one" -> upgrade(1);
      case "upgrade-two" -> upgrade(2);
      case "stamped-self" -> stamped();
      case "semaphore-abba" -> semaphores();
      case "pool-self" -> poolSelf();
      case "pool-of-two" -> poolOfTwo();
      case "latch-own-pool" -> latchOwnPool();
      case "mutual-join" -> mutualJoin();
      case "initialiser-joins" -> run(() -> HOLDS.released(Joins.DONE));
      case "latch-under-monitor" -> latch();
      case "join-under-monitor" -> join();
      case "class-init" -> classInit();
      case "lock-monitor" -> lockMonitor();
      case "monitors" -> monitors();
      case "three-locks" -> threeLocks();
      case "future-under-monitor" -> future();
      case "lock-of-the-dead" -> dead();
      case "declared" -> declared();
      case "wait-under-monitor" -> new Mailbox().start(this);
      case "condition-under-monitor" -> condition();
      case "completable-under-monitor" -> completable();
      default -> throw new IllegalArgumentException(name);
    }
  }

  private Thread thread(Work work) {
    Thread t =
        threads.newThread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    t.setName(name + "-" + made++);
    return t;
  }

  private void run(Work... works) {
    List<Thread> all = new ArrayList<>();
    for (Work w : works) {
      all.add(thread(w));
    }
    all.forEach(Thread::start);
  }

  private static void meet(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private void readers(boolean fair) {
    ReentrantReadWriteLock a = new ReentrantReadWriteLock(fair);
    ReentrantReadWriteLock b = new ReentrantReadWriteLock(fair);
    CyclicBarrier held = new CyclicBarrier(3);
    CountDownLatch queued = new CountDownLatch(1);
    Work writers =
        () -> {
          meet(held);
          Thread wa = thread(() -> a.writeLock().lock());
          Thread wb = thread(() -> b.writeLock().lock());
          wa.start();
          wb.start();
          while (!a.hasQueuedThread(wa) || !b.hasQueuedThread(wb)) {
            Thread.onSpinWait();
          }
          queued.countDown();
        };
    run(() -> reader(a, b, held, queued), () -> reader(b, a, held, queued), writers);
  }

  private static void reader(
      ReentrantReadWriteLock first,
      ReentrantReadWriteLock second,
      CyclicBarrier held,
      CountDownLatch queued)
      throws InterruptedException {
    first.readLock().lock();
    meet(held);
    queued.await();
    second.readLock().lock();
  }

  private void readWrite() {
    ReentrantReadWriteLock a = new ReentrantReadWriteLock();
    ReentrantReadWriteLock b = new ReentrantReadWriteLock();
    CyclicBarrier held = new CyclicBarrier(2);
    run(
        () -> nest(a.readLock(), b.writeLock(), held),
        () -> nest(b.readLock(), a.writeLock(), held));
  }

  private static void nest(Lock outer, Lock inner, CyclicBarrier held) throws InterruptedException {
    outer.lock();
    meet(held);
    inner.lock();
  }

  private void upgrade(int n) {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    CyclicBarrier held = new CyclicBarrier(n);
    for (int i = 0; i < n; i++) {
      run(() -> nest(lock.readLock(), lock.writeLock(), held));
    }
  }

  private void stamped() {
    StampedLock lock = new StampedLock();
    run(
        () -> {
          lock.writeLock();
          HOLDS.taken(lock, AcquireMode.EXCLUSIVE);
          lock.readLock();
        });
  }

  private void semaphores() {
    Semaphore a = new Semaphore(1);
    Semaphore b = new Semaphore(1);
    CyclicBarrier held = new CyclicBarrier(2);
    run(() -> permits(a, b, held), () -> permits(b, a, held));
  }

  private static void permits(Semaphore first, Semaphore second, CyclicBarrier held)
      throws InterruptedException {
    first.acquire();
    HOLDS.taken(WatchReflection.read(first, "sync"), AcquireMode.EXCLUSIVE);
    meet(held);
    second.acquire();
  }

  private void poolSelf() {
    ExecutorService pool = Executors.newSingleThreadExecutor(r -> thread(r::run));
    Callable<Object> outer = () -> pool.submit(() -> 1).get();
    pool.submit(outer);
  }

  private void poolOfTwo() {
    ExecutorService pool = Executors.newFixedThreadPool(2, r -> thread(r::run));
    CyclicBarrier both = new CyclicBarrier(2);
    Callable<Object> outer =
        () -> {
          meet(both);
          return pool.submit(() -> 1).get();
        };
    pool.submit(outer);
    pool.submit(outer);
  }

  private void latchOwnPool() {
    ExecutorService pool = Executors.newSingleThreadExecutor(r -> thread(r::run));
    Callable<Object> outer =
        () -> {
          CountDownLatch done = new CountDownLatch(1);
          pool.execute(done::countDown);
          done.await();
          return done;
        };
    pool.submit(outer);
  }

  private void mutualJoin() {
    Thread[] both = new Thread[2];
    CyclicBarrier started = new CyclicBarrier(2);
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      both[i] =
          thread(
              () -> {
                meet(started);
                both[other].join();
              });
    }
    for (Thread t : both) {
      t.start();
    }
  }

  /** Its initialiser waits for a thread that needs it initialised. */
  static final class Joins {
    static Object ready = new Object();
    static final Object DONE = await();

    private static Object await() {
      Thread helper = new Thread(() -> HOLDS.released(ready), "initialiser-joins-helper");
      helper.setDaemon(true);
      helper.start();
      try {
        helper.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return ready;
    }
  }

  private void latch() {
    Object monitor = new Object();
    CountDownLatch done = new CountDownLatch(1);
    CyclicBarrier held = new CyclicBarrier(2);
    run(
        () -> {
          synchronized (monitor) {
            meet(held);
            done.await();
          }
        },
        () -> {
          meet(held);
          synchronized (monitor) {
            HOLDS.released(monitor);
          }
          done.countDown();
        });
  }

  private void join() {
    Object monitor = new Object();
    CyclicBarrier held = new CyclicBarrier(2);
    Thread joinee =
        thread(
            () -> {
              meet(held);
              synchronized (monitor) {
                HOLDS.released(monitor);
              }
            });
    joinee.start();
    run(
        () -> {
          synchronized (monitor) {
            meet(held);
            joinee.join();
          }
        });
  }

  static final CyclicBarrier INITIALISING = new CyclicBarrier(2);

  static final class One {
    static final Object FIRST = first();

    private static Object first() {
      meetUnchecked();
      return Two.SECOND;
    }
  }

  static final class Two {
    static final Object SECOND = second();

    private static Object second() {
      meetUnchecked();
      return One.FIRST;
    }
  }

  private static void meetUnchecked() {
    try {
      meet(INITIALISING);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void classInit() {
    run(() -> HOLDS.released(One.FIRST), () -> HOLDS.released(Two.SECOND));
  }

  private void lockMonitor() {
    Object monitor = new Object();
    ReentrantLock lock = new ReentrantLock();
    CyclicBarrier held = new CyclicBarrier(2);
    run(
        () -> {
          synchronized (monitor) {
            nest(new ReentrantLock(), lock, held);
          }
        },
        () -> {
          lock.lock();
          meet(held);
          synchronized (monitor) {
            lock.unlock();
          }
        });
  }

  private void monitors() {
    Object a = new Object();
    Object b = new Object();
    CyclicBarrier held = new CyclicBarrier(2);
    run(() -> nestMonitors(a, b, held), () -> nestMonitors(b, a, held));
  }

  private static void nestMonitors(Object a, Object b, CyclicBarrier held)
      throws InterruptedException {
    synchronized (a) {
      meet(held);
      synchronized (b) {
        HOLDS.released(b);
      }
    }
  }

  private void threeLocks() {
    ReentrantLock a = new ReentrantLock();
    ReentrantLock b = new ReentrantLock(true);
    ReentrantLock c = new ReentrantLock();
    CyclicBarrier held = new CyclicBarrier(3);
    run(() -> nest(a, b, held), () -> nest(b, c, held), () -> nest(c, a, held));
  }

  private void future() {
    Object monitor = new Object();
    ExecutorService pool = Executors.newFixedThreadPool(2, r -> thread(r::run));
    run(
        () -> {
          synchronized (monitor) {
            Future<?> task =
                pool.submit(
                    () -> {
                      synchronized (monitor) {
                        HOLDS.released(monitor);
                      }
                    });
            task.get();
          }
        });
  }

  private void dead() {
    ReentrantLock lock = new ReentrantLock();
    Thread owner = thread(lock::lock);
    owner.start();
    run(
        () -> {
          owner.join();
          lock.lock();
        });
  }

  /** A lock written by hand over a monitor, as the API lets programs declare it. */
  static final class Gate {
    private boolean taken;

    synchronized void take() throws InterruptedException {
      HOLDS.asked(this, AcquireMode.EXCLUSIVE);
      while (taken) {
        wait();
      }
      HOLDS.released(this);
      HOLDS.taken(this, AcquireMode.EXCLUSIVE);
      taken = true;
    }
  }

  private void declared() {
    Gate a = new Gate();
    Gate b = new Gate();
    CyclicBarrier held = new CyclicBarrier(2);
    run(() -> gates(a, b, held), () -> gates(b, a, held));
  }

  private static void gates(Gate first, Gate second, CyclicBarrier held)
      throws InterruptedException {
    first.take();
    meet(held);
    second.take();
  }

  /** Waits for mail while it holds a lock that the postman needs first. */
  static final class Mailbox {
    private final Object bag = new Object();
    private final CyclicBarrier held = new CyclicBarrier(2);
    private final Object box = new Object();
    private int letters;

    void start(StuckPrograms program) {
      program.run(this::fetch, this::deliver);
    }

    private void fetch() throws InterruptedException {
      synchronized (bag) {
        meet(held);
        synchronized (box) {
          while (letters == 0) {
            box.wait();
          }
        }
      }
    }

    private void deliver() throws InterruptedException {
      meet(held);
      int load;
      synchronized (bag) {
        load = 1;
      }
      drop(load);
    }

    private void drop(int load) {
      synchronized (box) {
        letters += load;
        box.notifyAll();
      }
    }
  }

  private void condition() {
    Object monitor = new Object();
    ReentrantLock lock = new ReentrantLock();
    Condition ready = lock.newCondition();
    CyclicBarrier held = new CyclicBarrier(2);
    run(
        () -> {
          synchronized (monitor) {
            meet(held);
            lock.lock();
            ready.await();
          }
        },
        () -> {
          meet(held);
          synchronized (monitor) {
            HOLDS.released(monitor);
          }
          lock.lock();
          ready.signal();
          lock.unlock();
        });
  }

  private void completable() {
    Object monitor = new Object();
    ExecutorService pool = Executors.newFixedThreadPool(2, r -> thread(r::run));
    run(
        () -> {
          synchronized (monitor) {
            CompletableFuture.runAsync(
                    () -> {
                      synchronized (monitor) {
                        HOLDS.released(monitor);
                      }
                    },
                    pool)
                .join();
          }
        });
  }
}
