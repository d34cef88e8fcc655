package programs.library;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.commons.collections.CollectionUtils;
import programs.Turns;

/** commons-collections: addAll of one synchronized collection to another, both ways. */
public final class CollectionsAddAll {
  private CollectionsAddAll() {}

  @SuppressWarnings("unchecked")
  public static void main(String[] args) throws Exception {
    Collection<String> x =
        CollectionUtils.synchronizedCollection(new ArrayList<>(List.of("x")));
    Collection<String> y =
        CollectionUtils.synchronizedCollection(new ArrayList<>(List.of("y")));
    Turns.inOrder(() -> x.addAll(y), () -> y.addAll(x));
  }
}
