package dev.jlockdep.tests.integration;

import static dev.jlockdep.tests.integration.LibraryRow.clean;

import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Published libraries: possible deadlocks that are known in them (and the releases that repaired
 * them), found in runs that do not hang; and mature ones under load, in which nothing is found.
 */
class LibraryTest {
  private static final String SLF4J = "slf4j-api-2.0.13";
  private static final String H2 = "h2-2.2.224";
  private static final String OLD_H2 = "h2-1.3.176";
  private static final String[] GUAVA = {"guava-33.4.0-jre", "failureaccess-1.0.2"};
  private static final String[] LOGBACK = {
    "logback-classic-1.4.14", "logback-core-1.4.14", SLF4J
  };

  private static final String[] SPRING_6 = {
    "spring-beans-6.2.0", "spring-core-6.2.0", "spring-jcl-6.2.0"
  };

  private static final List<LibraryRow> KNOWN = List.of(
      clean("StatementPool", "commons-dbcp-1.2.1", "commons-pool-1.2", "commons-collections-2.1",
          OLD_H2)
          .finds("org.apache.commons.dbcp.PoolingConnection",
              "org.apache.commons.pool.impl.GenericKeyedObjectPool"),
      clean("StatementPool", "commons-dbcp-1.4", "commons-pool-1.5.4", OLD_H2),
      clean("PooledClose", "commons-dbcp-1.2.2", "commons-pool-1.3", OLD_H2)
          .finds("org.apache.commons.dbcp.PoolableConnection",
              "org.apache.commons.pool.impl.GenericObjectPool"),
      clean("PooledClose", "commons-dbcp-1.4", "commons-pool-1.5.4", OLD_H2),
      clean("BorrowInvalidated", "commons-pool-1.5")
          .finds("org.apache.commons.pool.impl.GenericObjectPool$Latch", "LOST_SIGNAL",
              "GenericObjectPool.borrowObject", "GenericObjectPool.allocate"),
      clean("BorrowInvalidated", "commons-pool-1.5.4"),
      clean("ClientPooledClose", "derby-10.8.2.2", "derbyclient-10.8.2.2", "derbynet-10.8.2.2")
          .finds("org.apache.derby.client.am.LogicalConnection40",
              "org.apache.derby.client.ClientPooledConnection40"),
      clean("ClientPooledClose", "derby-10.14.2.0", "derbyclient-10.14.2.0",
          "derbynet-10.14.2.0"),
      clean("MultimapPutAll", GUAVA)
          .finds("com.google.common.collect.Synchronized$SynchronizedListMultimap"),
      clean("CycleDetectingLocks", GUAVA).finds("CycleDetectingReentrantLock"),
      clean("LogRendering", "log4j-1.2.15")
          .finds("org.apache.log4j.spi.RootLogger", "org.apache.log4j.WriterAppender",
              "programs.library.LogRendering$Parcel"),
      clean("HttpShutdownAll", "commons-httpclient-3.1", "commons-codec-1.2",
          "commons-logging-1.2")
          .finds("MultiThreadedHttpConnectionManager$ConnectionPool",
              "MultiThreadedHttpConnectionManager.shutdownAll"),
      clean("CollectionsAddAll", "commons-collections-3.2.2")
          .finds("org.apache.commons.collections.collection.SynchronizedCollection"),
      clean("TroveRetainAll", "trove4j-3.0.3").finds("gnu.trove.impl.sync.TSynchronizedIntList"),
      clean("CommonsIoWriteTo", "commons-io-2.16.1")
          .finds("org.apache.commons.io.output.ByteArrayOutputStream"),
      clean("SingletonUnderLock", "spring-beans-5.3.39", "spring-core-5.3.39",
          "spring-jcl-5.3.39")
          .finds("DefaultSingletonBeanRegistry.singletonObjects", "SingletonUnderLock.INVENTORY"),
      clean("SingletonUnderLock", SPRING_6),
      clean("SingletonRegistered", SPRING_6)
          .finds("DefaultSingletonBeanRegistry.singletonLock", "SingletonRegistered.INVENTORY"),
      clean("BeanWaitsForTask", "spring-beans-5.3.39", "spring-core-5.3.39", "spring-jcl-5.3.39")
          .finds("DefaultSingletonBeanRegistry.singletonObjects",
              "java.util.concurrent.ConcurrentHashMap", "java.util.concurrent.FutureTask awaited"),
      clean("JobEndsScheduler", "quartz-2.3.2", SLF4J)
          .finds("org.quartz.simpl.SimpleThreadPool$WorkerThread", "SimpleThreadPool.shutdown"),
      clean("AppenderThatLogs", "log4j-1.2.15")
          .finds("org.apache.log4j.spi.RootLogger",
              "java.lang.Thread awaited in org.apache.log4j.AsyncAppender.close"),
      clean("BusesOfEachOther", GUAVA)
          .finds("com.google.common.eventbus.Subscriber$SynchronizedSubscriber"),
      clean("MisfireListener", "quartz-2.3.2", SLF4J)
          .finds("org.quartz.simpl.RAMJobStore.lock", "MisfireListener.AUDIT"),
      clean("AppenderUnderLock", LOGBACK)
          .finds("AppenderUnderLock$StateAppender", "AppenderUnderLock$Service"),
      clean("BrokerQueues", "activemq-broker-5.16.7", "activemq-client-5.16.7",
          "geronimo-jms_1.1_spec-1.1.1", "geronimo-j2ee-management_1.1_spec-1.0.1",
          "hawtbuf-1.11", SLF4J)
          .finds("org.apache.activemq.broker.TransportConnection.producerExchanges"),
      clean("ComputeOther").finds("java.util.concurrent.ConcurrentHashMap$ReservationNode"),
      clean("LogUnderMonitor").finds("java.util.logging.StreamHandler", "LogUnderMonitor$Cart")
          .toJdk(17),
      clean("LogUnderMonitor").fromJdk(25),
      clean("BytesWriteTo").finds("java.io.ByteArrayOutputStream"),
      clean("QueuesDrain").finds("java.util.concurrent.ArrayBlockingQueue.lock"),
      clean("CharsWriteTo").finds("java.io.CharArrayWriter"),
      clean("LoadersOfEachOther").finds("LoadersOfEachOther$Half"));

  private static final List<LibraryRow> MATURE = List.of(
      clean("CleanHikari", "HikariCP-5.1.0", H2, SLF4J),
      clean("CleanDbcp2", "commons-dbcp2-2.12.0", "commons-pool2-2.12.0", "commons-logging-1.2",
          H2),
      clean("CleanH2File", H2),
      clean("CleanH2Memory", H2),
      clean("CleanPool2", "commons-pool2-2.12.0"),
      clean("CleanHsqldb", "hsqldb-2.7.2"),
      clean("CleanLucene", "lucene-core-9.11.1"),
      clean("CleanJetty", "jetty-server-9.4.54.v20240208", "jetty-http-9.4.54.v20240208",
          "jetty-io-9.4.54.v20240208", "jetty-util-9.4.54.v20240208",
          "javax.servlet-api-3.1.0"),
      clean("CleanTomcat", "tomcat-embed-core-9.0.89", "tomcat-annotations-api-9.0.89"),
      clean("CleanGuavaCache", GUAVA),
      clean("CleanCaffeine", "caffeine-3.1.8"),
      clean("CleanLogback", LOGBACK),
      clean("CleanQuartz", "quartz-2.3.2", SLF4J),
      clean("CleanMina", "mina-core-2.2.3", SLF4J),
      clean("CleanNettyEcho", "netty-handler-4.1.115.Final", "netty-transport-4.1.115.Final",
          "netty-common-4.1.115.Final", "netty-buffer-4.1.115.Final",
          "netty-codec-4.1.115.Final", "netty-resolver-4.1.115.Final",
          "netty-transport-native-unix-common-4.1.115.Final"),
      clean("CleanJdkHttp"),
      clean("CleanJdkPools"),
      clean("CleanVirtualThreads").fromJdk(25),
      clean("CodecInitialisation", "lucene-core-5.2.1"),
      clean("CleanCompiler", "ecj-3.33.0"));

  @TempDir
  Path output;

  @TempDir
  Path folder;

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("known")
  void known(LibraryRow row, Jdk jdk) {
    check(row, jdk);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("mature")
  void mature(LibraryRow row, Jdk jdk) {
    check(row, jdk);
  }

  private void check(LibraryRow row, Jdk jdk) {
    String program = "programs.library." + row.program;
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .classPath(row.classPath())
        .folder(folder)
        .main(program)
        .run()
        .expectExit(0);
    Watched watched = Watched.of(program, result, output);
    if (row.isClean()) {
      watched.isQuiet();
    } else {
      watched.hasOneThatMentions(row.mentioned);
    }
  }

  static Stream<Arguments> known() {
    return onEachJdk(KNOWN);
  }

  static Stream<Arguments> mature() {
    return onEachJdk(MATURE);
  }

  private static Stream<Arguments> onEachJdk(List<LibraryRow> rows) {
    return rows.stream()
        .flatMap(row -> Jdks.all().stream()
            .filter(jdk -> jdk.feature() >= row.fromJdk && jdk.feature() <= row.toJdk)
            .map(jdk -> Arguments.of(row, jdk)));
  }
}
