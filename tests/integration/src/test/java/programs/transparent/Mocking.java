package programs.transparent;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Vector;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * Mocks and spies of types that lock, made by weaving these types again (Mockito's inline mock maker),
 * and an inversion between what stands behind them.
 */
public final class Mocking {
  private static final Object A = new Object();
  private static final Object B = new Object();

  private Mocking() {}

  /** Final, with every form of monitor. */
  public static final class Account {
    private int balance;

    public synchronized int deposit(int amount) {
      balance += amount;
      return balance;
    }

    public int withdraw(int amount) {
      synchronized (this) {
        balance -= amount;
        return balance;
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Account plain = new Account();
    plain.deposit(7);
    Account mocked = mock(Account.class);
    when(mocked.deposit(1)).thenReturn(40);
    Account spied = spy(plain);
    when(spied.withdraw(1)).thenReturn(50);
    int sum = mocked.deposit(1) + mocked.withdraw(1) + spied.deposit(3) + spied.withdraw(1);
    verify(mocked).deposit(1);
    verify(spied).deposit(3);

    ReentrantLock lock = mock(ReentrantLock.class);
    lock.lock();
    lock.unlock();
    verify(lock).lock();
    Vector<String> spiedVector = spy(new Vector<>());
    spiedVector.add("one");
    Turns.inOrder(
        () -> {
          synchronized (A) {
            synchronized (B) { // on the circle
              spied.deposit(1);
            }
          }
        },
        () -> {
          synchronized (B) {
            synchronized (A) { // on the circle
              spied.deposit(1);
            }
          }
        });
    System.out.println(
        "sum " + sum + ", plain " + plain.deposit(0) + ", spied " + spied.deposit(0)
            + ", vector " + spiedVector.size()
            + ", held " + Thread.holdsLock(plain) + Thread.holdsLock(spied));
  }
}
