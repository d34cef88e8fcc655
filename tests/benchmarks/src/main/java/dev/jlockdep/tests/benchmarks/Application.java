package dev.jlockdep.tests.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program of one of several kinds, under load for some seconds. Prints operations per second after
 * a warm-up, the most memory that was resident, and operations per second of CPU time. Arguments:
 * kind, seconds, seconds of warm-up.
 */
final class Application {
  /** One round of work of one thread; returns the number of operations. */
  private interface Work {
    int round(int thread) throws Exception;
  }

  private static int warmUpSeconds;
  private static final AtomicLong OPERATIONS = new AtomicLong();
  private static volatile boolean over;

  private Application() {}

  public static void main(String[] args) throws Exception {
    int seconds = Integer.parseInt(args[1]);
    warmUpSeconds = Integer.parseInt(args[2]);
    switch (args[0]) {
      case "caffeine" -> caffeine(seconds);
      case "h2" -> h2(seconds);
      case "netty" -> netty(seconds);
      case "virtual" -> threads(seconds, (ExecutorService) Executors.class
          .getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
      case "pool" -> threads(seconds, Executors.newFixedThreadPool(4));
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  private static void load(int threads, int seconds, Work work) throws Exception {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      Thread t = new Thread(() -> repeat(work, thread), "load-" + i);
      t.start();
      all.add(t);
    }
    TimeUnit.SECONDS.sleep(warmUpSeconds);
    long before = OPERATIONS.get();
    long start = System.nanoTime();
    long startCpu = cpuNanos();
    TimeUnit.SECONDS.sleep(seconds);
    long done = OPERATIONS.get() - before;
    double took = (System.nanoTime() - start) / 1e9;
    double tookCpu = (cpuNanos() - startCpu) / 1e9;
    over = true;
    for (Thread t : all) {
      t.join();
    }
    System.out.printf(
        Locale.ROOT, "%.0f %.1f %.0f%n", done / took, peakMegabytes(), done / tookCpu);
  }

  private static void repeat(Work work, int thread) {
    try {
      while (!over) {
        OPERATIONS.addAndGet(work.round(thread));
      }
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  /** CPU time of all threads of the process: work beside it disturbs this less than the clock. */
  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  static double peakMegabytes() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Integer.parseInt(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  private static void caffeine(int seconds) throws Exception {
    Cache<Integer, String> cache =
        Caffeine.newBuilder()
            .maximumSize(2_000)
            .expireAfterWrite(200, TimeUnit.MILLISECONDS)
            .removalListener((key, value, cause) -> { })
            .build();
    SplittableRandom[] random = {new SplittableRandom(1), new SplittableRandom(2)};
    load(2, seconds, thread -> {
      SplittableRandom r = random[thread];
      for (int i = 0; i < 100; i++) {
        int key = r.nextInt(5_000);
        switch (r.nextInt(10)) {
          case 0 -> cache.put(key, "put");
          case 1 -> cache.invalidate(key);
          case 2 -> cache.asMap().computeIfPresent(key, (k, v) -> v.length() > 20 ? null : v + "c");
          default -> cache.get(key, k -> "got" + k);
        }
      }
      return 100;
    });
  }

  private static void h2(int seconds) throws Exception {
    String url = "jdbc:h2:mem:bench;LOCK_TIMEOUT=20000";
    Connection[] c = new Connection[2];
    for (int i = 0; i < c.length; i++) {
      c[i] = new org.h2.Driver().connect(url, new java.util.Properties());
      c[i].setAutoCommit(false);
    }
    try (Statement s = c[0].createStatement()) {
      s.execute("create table item(id bigint auto_increment primary key, owner int, amount int)");
      s.execute("create index item_owner on item(owner)");
      c[0].commit();
    }
    load(2, seconds, thread -> transactions(c[thread], thread));
  }

  private static int transactions(Connection c, int thread) throws Exception {
    try (PreparedStatement in = c.prepareStatement("insert into item(owner, amount) values(?, 1)");
        PreparedStatement sum =
            c.prepareStatement("select count(*), sum(amount) from item where owner = ?");
        PreparedStatement out = c.prepareStatement("delete from item where owner = ?")) {
      for (int i = 0; i < 20; i++) {
        in.setInt(1, thread);
        in.executeUpdate();
      }
      sum.setInt(1, thread);
      long rows;
      try (ResultSet r = sum.executeQuery()) {
        r.next();
        rows = r.getLong(1);
      }
      if (rows > 300) {
        out.setInt(1, thread);
        out.executeUpdate();
      }
      c.commit();
    }
    return 23;
  }

  private static void netty(int seconds) throws Exception {
    NioEventLoopGroup servers = new NioEventLoopGroup(1);
    NioEventLoopGroup clients = new NioEventLoopGroup(1);
    Channel server =
        new ServerBootstrap()
            .group(servers)
            .channel(NioServerSocketChannel.class)
            .childHandler(new Echo())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    Semaphore back = new Semaphore(0);
    Channel client =
        new Bootstrap()
            .group(clients)
            .channel(NioSocketChannel.class)
            .handler(new Count(back))
            .connect(server.localAddress())
            .sync()
            .channel();
    load(1, seconds, thread -> {
      for (int i = 0; i < 16; i++) {
        client.write(client.alloc().buffer(64).writeZero(64));
      }
      client.flush();
      back.acquire(16 * 64);
      return 16;
    });
  }

  @ChannelHandler.Sharable
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.writeAndFlush(message);
    }
  }

  private static final class Count extends SimpleChannelInboundHandler<ByteBuf> {
    private final Semaphore bytes;

    Count(Semaphore bytes) {
      this.bytes = bytes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
      bytes.release(message.readableBytes());
    }
  }

  private static final class Account {
    final ReentrantLock lock = new ReentrantLock();
    long balance = 1_000;
  }

  /** Transfers between ordered accounts, each a task of its own. */
  private static void threads(int seconds, ExecutorService pool) throws Exception {
    Account[] accounts = new Account[64];
    for (int i = 0; i < accounts.length; i++) {
      accounts[i] = new Account();
    }
    load(1, seconds, thread -> {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        long seed = System.nanoTime() + i;
        all.add(pool.submit(() -> transfer(accounts, new SplittableRandom(seed))));
      }
      for (Future<?> f : all) {
        f.get();
      }
      return 200;
    });
  }

  private static void transfer(Account[] accounts, SplittableRandom random) {
    int x = random.nextInt(accounts.length - 1);
    Account low = accounts[x];
    Account high = accounts[x + 1 + random.nextInt(accounts.length - 1 - x)];
    synchronized (low) {
      synchronized (high) {
        low.lock.lock();
        high.lock.lock();
        try {
          low.balance--;
          high.balance++;
        } finally {
          high.lock.unlock();
          low.lock.unlock();
        }
      }
    }
  }
}
