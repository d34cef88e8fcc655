package suites;

import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Queues;
import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.google.MultisetTestSuiteBuilder;
import com.google.common.collect.testing.google.TestStringMultisetGenerator;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentMap;
import junit.framework.Test;

/** The same on those of Guava's own collections that take locks. */
public final class GuavaOwn {
  private GuavaOwn() {}

  public static final class Cached {
    private Cached() {}

    public static Test suite() {
      ConcurrentMap<String, String> map =
          CacheBuilder.newBuilder().<String, String>build().asMap();
      return ConcurrentMapTestSuiteBuilder
          .using(
              new TestStringMapGenerator() {
                @Override
                protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                  map.clear();
                  for (Map.Entry<String, String> entry : entries) {
                    map.put(entry.getKey(), entry.getValue());
                  }
                  return map;
                }
              })
          .named("Cache")
          .withFeatures(
              MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
              CollectionSize.ANY)
          .createTestSuite();
    }
  }

  public static final class Counted {
    private Counted() {}

    public static Test suite() {
      return MultisetTestSuiteBuilder
          .using(
              new TestStringMultisetGenerator() {
                @Override
                protected Multiset<String> create(String[] elements) {
                  return ConcurrentHashMultiset.create(Arrays.asList(elements));
                }
              })
          .named("ConcurrentHashMultiset")
          .withFeatures(
              CollectionFeature.GENERAL_PURPOSE, CollectionFeature.SERIALIZABLE,
              CollectionFeature.ALLOWS_NULL_QUERIES,
              CollectionSize.ANY)
          .createTestSuite();
    }
  }

  public static final class Queued {
    private Queued() {}

    public static Test suite() {
      return QueueTestSuiteBuilder
          .using(
              new TestStringQueueGenerator() {
                @Override
                protected Queue<String> create(String[] elements) {
                  return Queues.synchronizedQueue(new ArrayDeque<>(List.of(elements)));
                }
              })
          .named("synchronizedQueue")
          .withFeatures(
              CollectionFeature.GENERAL_PURPOSE, CollectionFeature.KNOWN_ORDER,
              CollectionSize.ANY)
          .createTestSuite();
    }
  }
}
