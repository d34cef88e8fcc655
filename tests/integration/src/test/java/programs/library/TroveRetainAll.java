package programs.library;

import gnu.trove.TCollections;
import gnu.trove.list.TIntList;
import gnu.trove.list.array.TIntArrayList;
import programs.Turns;

/** Trove: retainAll of two synchronized lists, both ways. */
public final class TroveRetainAll {
  private TroveRetainAll() {}

  public static void main(String[] args) throws Exception {
    TIntList x = TCollections.synchronizedList(new TIntArrayList(new int[] {1}));
    TIntList y = TCollections.synchronizedList(new TIntArrayList(new int[] {1}));
    Turns.inOrder(() -> x.retainAll(y), () -> y.retainAll(x));
  }
}
