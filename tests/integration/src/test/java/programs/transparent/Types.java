package programs.transparent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Prints the types of what a program gets where it asks for locks, and the members of its own. */
public final class Types {
  private final ReentrantLock lock = new ReentrantLock();
  private final Object monitor = new Object();
  private int used;

  private Types() {}

  public static void main(String[] args) throws Exception {
    Types own = new Types();
    own.block();
    own.method();
    ReentrantReadWriteLock both = new ReentrantReadWriteLock();
    StampedLock stamped = new StampedLock();
    ExecutorService pool = Executors.newFixedThreadPool(1);
    for (Object o : List.of(
        own.lock, own.lock.newCondition(), both, both.readLock(), both.writeLock(),
        both.writeLock().newCondition(), stamped, stamped.asReadLock(), stamped.asReadWriteLock(),
        new Semaphore(1), new CountDownLatch(1), new ConcurrentHashMap<>(), new Hashtable<>(),
        new Vector<>(), new ArrayBlockingQueue<>(1), new CompletableFuture<>(),
        new FutureTask<>(() -> null), pool, pool.submit(() -> own.used), ForkJoinPool.commonPool(),
        Collections.synchronizedList(new ArrayList<>()), System.out, Thread.currentThread(),
        Thread.currentThread().getContextClassLoader(), own)) {
      print(o.getClass());
    }
    System.out.println(pool.submit(() -> Thread.currentThread().getClass()).get());
    pool.shutdown();
    members(Types.class.getDeclaredFields());
    members(Types.class.getDeclaredMethods());
  }

  /** A synchronized method becomes one with a block, which its modifiers show: that is left out. */
  private static void members(Object[] members) {
    Arrays.stream(members)
        .map(member -> member.toString().replace("synchronized ", ""))
        .sorted()
        .forEach(System.out::println);
  }

  private static void print(Class<?> type) {
    System.out.println(
        type + " of " + type.getSuperclass() + " " + Arrays.toString(type.getInterfaces()) + " in "
            + type.getModule().getName() + " with " + type.getDeclaredFields().length + " fields, "
            + type.getDeclaredMethods().length + " methods, modifiers " + type.getModifiers());
  }

  private void block() {
    synchronized (monitor) {
      lock.lock();
      try {
        used++;
      } finally {
        lock.unlock();
      }
    }
  }

  private synchronized void method() {
    used++;
  }
}
