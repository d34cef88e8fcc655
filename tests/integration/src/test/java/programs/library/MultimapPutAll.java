package programs.library;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import programs.Turns;

/** Guava: putAll of one synchronized multimap into another, both ways. */
public final class MultimapPutAll {
  private MultimapPutAll() {}

  public static void main(String[] args) throws Exception {
    ListMultimap<String, String> x = Multimaps.synchronizedListMultimap(
        MultimapBuilder.hashKeys().arrayListValues().<String, String>build());
    ListMultimap<String, String> y = Multimaps.synchronizedListMultimap(
        MultimapBuilder.hashKeys().arrayListValues().<String, String>build());
    x.put("x", "1");
    y.put("y", "2");
    Turns.inOrder(() -> x.putAll(y), () -> y.putAll(x));
  }
}
