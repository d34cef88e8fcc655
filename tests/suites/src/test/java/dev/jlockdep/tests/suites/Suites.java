package dev.jlockdep.tests.suites;

import java.util.List;

/** The suites, set up as their own builds do it; SUITES.md says more. */
final class Suites {
  private static final String NONE = "-";
  /** Suites that count milliseconds: on a busy machine a test fails now and then, bare too. */
  private static final String NOT_BY_DEFAULT = null;

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
      // two packages, with most of the locks
      new Suite("kafka-clients", ".*\\.(clients\\.producer\\.internals|common\\.metrics)\\..*Test",
          NOT_BY_DEFAULT, NONE, 400),
      // the rest wants a JVM for each class
      new Suite("zookeeper", ".*\\.server\\.(watch\\..*|quorum\\.CommitProcessor(Concurrency)?"
          + "|DataTree|FinalRequestProcessor|RequestThrottler|SessionTracker|ZooKeeperServer)Test",
          NOT_BY_DEFAULT, ".*\\$.*", 80),
      new Suite("guava", "suites\\.Guava.*", "suites\\.GuavaOwn.*", NONE, 500),
      new Suite("lucene", "suites\\.Lucene.*",
          "suites\\.LuceneDirectories.(Mapped|NativeLocks)", NONE, 50)
          .jvm("-Dtests.seed=C0FFEE")
          // initialisers of TestSecrets and what it reaches into need each other
          .finds("org.apache.lucene.internal.tests.TestSecrets"));

  private Suites() {}
}
