package programs.library;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import programs.Churn;

/** Caffeine: gets, puts, computes, expiry and eviction. */
public final class CleanCaffeine {
  private CleanCaffeine() {}

  public static void main(String[] args) throws Exception {
    Cache<Integer, String> cache = Caffeine.newBuilder()
        .maximumSize(300)
        .expireAfterWrite(Duration.ofMillis(20))
        .recordStats()
        .build();
    Churn.run(4, (thread, round) -> {
      int key = round * 13 % 700 + thread;
      cache.get(key, k -> "value of " + k);
      cache.asMap().compute(key + 1, (k, old) -> old == null ? "new" : null);
      if (round % 50 == 0) {
        cache.invalidate(key);
        cache.cleanUp();
      }
    });
  }
}
