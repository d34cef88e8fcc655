package baskets;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Multimaps;

/** What somebody wants to buy; may be used by several threads. */
public final class Basket {
  private final int number;
  private final ListMultimap<String, Integer> lines =
      Multimaps.synchronizedListMultimap(ArrayListMultimap.create());

  /** A basket that is empty. */
  public Basket(int number) {
    this.number = number;
  }

  public void put(String what, int count) {
    lines.put(what, count);
  }

  /** Takes over what is in the other one. */
  public void addAll(Basket other) {
    // two baskets are locked in the order of their numbers
    Basket first = number < other.number ? this : other;
    Basket second = first == this ? other : this;
    synchronized (first.lines) {
      synchronized (second.lines) {
        lines.putAll(other.lines);
      }
    }
  }

  @Override
  public String toString() {
    return "basket " + number + " " + lines;
  }
}
