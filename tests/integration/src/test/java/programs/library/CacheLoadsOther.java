package programs.library;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.concurrent.ExecutionException;
import programs.Turns;

/** Guava's cache: the loader of one key loads another, both ways; entries are fresh. */
public final class CacheLoadsOther {
  private CacheLoadsOther() {}

  public static void main(String[] args) throws Exception {
    Cache<String, String> cache = CacheBuilder.newBuilder().build();
    Turns.inOrder(() -> pair(cache, "a", "b"), () -> pair(cache, "b", "a"));
  }

  private static void pair(Cache<String, String> cache, String outer, String inner)
      throws ExecutionException {
    cache.get(outer, () -> "of " + cache.get(inner, () -> "inner"));
    cache.invalidateAll();
  }
}
