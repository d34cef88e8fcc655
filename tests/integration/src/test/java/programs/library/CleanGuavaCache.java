package programs.library;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.eventbus.EventBus;
import java.util.concurrent.TimeUnit;
import programs.Churn;

/** Guava: a loading cache with eviction and a removal listener that posts to an event bus. */
public final class CleanGuavaCache {
  private CleanGuavaCache() {}

  public static void main(String[] args) throws Exception {
    EventBus bus = new EventBus();
    LoadingCache<Integer, String> cache = CacheBuilder.newBuilder()
        .maximumSize(200)
        .expireAfterWrite(5, TimeUnit.MILLISECONDS)
        .removalListener(notification -> bus.post(notification))
        .build(CacheLoader.from(key -> "value of " + key));
    Churn.run(4, (thread, round) -> {
      cache.get(round * 7 % 500 + thread);
      if (round % 100 == 0) {
        cache.invalidateAll();
      }
    });
  }
}
