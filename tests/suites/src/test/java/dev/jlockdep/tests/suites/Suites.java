package dev.jlockdep.tests.suites;

import java.util.List;

/** The suites, set up as their own builds do it; SUITES.md says more. */
final class Suites {
  private static final String NONE = "-";

  static final List<Suite> ALL = List.of(
      new Suite("commons-lang3", ".*Test", ".*\\.(concurrent|event)\\..*Test",
          ".*\\.FastDateParser_TimeZoneStrategyTest", 300)
          .jvm("-Xmx512m", "--add-opens", "java.base/java.lang.reflect=ALL-UNNAMED",
              "--add-opens", "java.base/java.lang=ALL-UNNAMED",
              "--add-opens", "java.base/java.util=ALL-UNNAMED"),
      new Suite("commons-collections4", ".*Test", ".*\\.(collection|queue)\\..*Test",
          ".*(\\$.*|\\.Abstract[^.]*)", 400)
          .data("data/test/", "src/test/resources/data/test/"),
      new Suite("commons-pool2", ".*(Test[^.$]*|Test)",
          ".*\\.(TestLinkedBlockingDeque|TestSoftReferenceObjectPool|TestProxied.*CglibProxy)",
          ".*(\\$.*|TestSoftRefOutOfMemory)", 50)
          .jvm("--add-opens", "java.base/java.lang=ALL-UNNAMED"),
      new Suite("commons-dbcp2", ".*(Test[^.$]*|Test)", ".*\\.managed\\.TestManaged.*",
          ".*(\\$.*|\\.Tester[^.]*)", 50),
      // two packages, most of the locks; by default what counts no milliseconds
      new Suite("kafka-clients", ".*\\.(clients\\.producer\\.internals|common\\.metrics)\\..*Test",
          ".*\\.(clients\\.producer\\.internals\\.(RecordAccumulator|Producer(Batch|Interceptors))"
              + "|common\\.metrics\\.(Metrics|Sensor))Test",
          NONE, 100),
      // the rest wants a JVM for each class; by default what counts no milliseconds
      new Suite("zookeeper", ".*\\.server\\.(watch\\..*|quorum\\.CommitProcessor(Concurrency)?"
          + "|DataTree|FinalRequestProcessor|RequestThrottler|SessionTracker|ZooKeeperServer)Test",
          ".*\\.server\\.(watch\\.(RecursiveWatchQty|Watches.*|WatcherOrBitSet|PathParentIterator)"
              + "|DataTree|FinalRequestProcessor|ZooKeeperServer)Test",
          ".*\\$.*", 40),
      new Suite("guava", "suites\\.Guava.*", "suites\\.GuavaOwn.*", NONE, 500),
      new Suite("lucene", "suites\\.Lucene.*",
          "suites\\.LuceneDirectories.(Mapped|NativeLocks)", NONE, 50)
          .jvm("-Dtests.seed=C0FFEE")
          // initialisers of TestSecrets and what it reaches into need each other
          .finds("org.apache.lucene.internal.tests.TestSecrets"));

  private Suites() {}
}
