package programs.library;

import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import programs.Churn;

/** commons-pool 2: more borrowers than objects, so that they wait for each other. */
public final class CleanPool2 {
  private CleanPool2() {}

  /** Makes something to lend. */
  static final class Builders extends BasePooledObjectFactory<StringBuilder> {
    @Override
    public StringBuilder create() {
      return new StringBuilder();
    }

    @Override
    public PooledObject<StringBuilder> wrap(StringBuilder builder) {
      return new DefaultPooledObject<>(builder);
    }
  }

  public static void main(String[] args) throws Exception {
    GenericObjectPool<StringBuilder> pool = new GenericObjectPool<>(new Builders());
    pool.setMaxTotal(2);
    pool.setTestOnReturn(true);
    Churn.run(4, (thread, round) -> use(pool, round));
    pool.close();
  }

  private static void use(GenericObjectPool<StringBuilder> pool, int round) throws Exception {
    StringBuilder builder = pool.borrowObject();
    builder.setLength(0);
    builder.append(round);
    if (round % 16 == 15) {
      pool.invalidateObject(builder);
    } else {
      pool.returnObject(builder);
    }
  }
}
