package programs.library;

import org.apache.commons.pool.BasePoolableObjectFactory;
import org.apache.commons.pool.impl.GenericObjectPool;
import programs.Turns;

/** commons-pool: whoever waits for the only object is served when that is thrown away (POOL-149). */
public final class BorrowInvalidated {
  private BorrowInvalidated() {}

  public static void main(String[] args) throws Exception {
    GenericObjectPool pool = new GenericObjectPool(new Objects());
    pool.setMaxActive(1);
    Object only = pool.borrowObject();
    Thread borrows = Turns.start("borrows", () -> pool.returnObject(pool.borrowObject()));
    Turns.untilInWait(borrows);
    pool.invalidateObject(only);
    borrows.join();
    System.out.println("idle " + pool.getNumIdle());
  }

  private static final class Objects extends BasePoolableObjectFactory {
    @Override
    public Object makeObject() {
      return new Object();
    }
  }
}
