package programs.pages;

import dev.jlockdep.Lockdep;

/** The right form of {@link Accounts}: one order, and jlockdep is told which. */
public final class OrderedAccounts {
  private static int count;
  private final int number = ++count;
  private long balance = 100;

  OrderedAccounts() {
    Lockdep.name(this, "account");
  }

  void transferTo(OrderedAccounts other, long amount) {
    OrderedAccounts first = number < other.number ? this : other;
    OrderedAccounts second = first == this ? other : this;
    synchronized (first) {
      synchronized (second) {
        balance -= amount;
        other.balance += amount;
      }
    }
  }

  private static int byNumber(Object a, Object b) {
    return Integer.compare(((OrderedAccounts) a).number, ((OrderedAccounts) b).number);
  }

  public static void main(String[] args) {
    Lockdep.order("account", OrderedAccounts::byNumber);
    OrderedAccounts savings = new OrderedAccounts();
    OrderedAccounts current = new OrderedAccounts();
    current.transferTo(savings, 10);
    savings.transferTo(current, 10);
  }
}
